package dev.tagstream.bench;

import dev.tagstream.bench.frame.Benchmark;
import dev.tagstream.bench.frame.Conditions;
import dev.tagstream.bench.frame.Report;
import dev.tagstream.bench.frame.Rounds;
import dev.tagstream.bench.frame.Spread;
import dev.tagstream.bench.frame.ThreadKinds;
import dev.tagstream.bench.job.JobSide;
import dev.tagstream.bench.job.RunningJob;
import dev.tagstream.bench.latency.LatencyReport;
import dev.tagstream.bench.latency.Load;
import dev.tagstream.bench.latency.OpenLoop;
import dev.tagstream.bench.latency.Schedule;
import dev.tagstream.bench.model.BenchmarkModel;
import dev.tagstream.console.Console;
import dev.tagstream.pipeline.config.TaggingOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures the latency from event to result. It first measures the job's capacity, then sends
 * events at fixed shares of it.
 *
 * @param model that the job runs
 * @param setup the job
 * @param plan the rounds that measure the capacity
 * @param duration of each load
 * @param seed of the schedules
 */
public record Latency(
    BenchmarkModel model, JobSetup setup, Rounds.Plan plan, Duration duration, long seed)
    implements Benchmark {

  private static final List<Integer> SHARES = List.of(25, 50, 80);
  private static final int PERCENT = 100;
  private static final double MILLIS_PER_SECOND = 1000;

  /**
   * With the job's default of 10 s, the interval would dominate the latency of committed results.
   */
  private static final String CHECKPOINT_INTERVAL = "1 s";

  @Override
  public Report run(Console console) throws Exception {
    JobSetup frequent =
        setup.withDefault(TaggingOptions.CHECKPOINT_INTERVAL.key(), CHECKPOINT_INTERVAL);
    Conditions before =
        frequent.conditions(
            "latency",
            "from when an event is due until its result is written and committed",
            model);
    try (RunningJob running = frequent.start(model, console)) {
      Spread capacity = capacity(running, console);
      OpenLoop loop = new OpenLoop(running, setup.work().samples());
      List<Load> loads = new ArrayList<>();
      for (int share : SHARES) {
        double perSecond = capacity.median() * share / PERCENT;
        int events =
            (int) Math.max(1, Math.round(perSecond * duration.toMillis() / MILLIS_PER_SECOND));
        console.say(
            "%d %% of the capacity: %d events, %.1f a second".formatted(share, events, perSecond));
        loads.add(loop.run(Schedule.poisson(perSecond, events, seed), share, perSecond));
      }
      return new LatencyReport(before.after(), capacity, loads);
    }
  }

  private Spread capacity(RunningJob running, Console console) throws Exception {
    try (JobSide job = setup.side(running)) {
      return new Rounds<>(List.of(job), SameTags.usual(), ThreadKinds.NONE)
          .run(plan, console)
          .first()
          .imagesPerSecond();
    }
  }
}
