package dev.tagstream.bench;

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
import dev.tagstream.bench.picture.Workload;
import dev.tagstream.console.Console;
import dev.tagstream.pipeline.config.TaggingOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How long an event waits for its result: first the job's capacity is measured, then events come in
 * at shares of it, by the clock.
 *
 * @param model the model file
 * @param modelName what the report calls it
 * @param work what is tagged
 * @param plan how the capacity is measured
 * @param duration of each load
 * @param seed of the schedules
 * @param jobOptions {@code tagging.*} options, on top of what they are by default
 */
public record Latency(
    Path model,
    String modelName,
    Workload work,
    Rounds.Plan plan,
    Duration duration,
    long seed,
    Map<String, String> jobOptions) {

  private static final List<Integer> SHARES = List.of(25, 50, 80);
  private static final int PERCENT = 100;
  private static final double MILLIS_PER_SECOND = 1000;

  /** The job's own default of 10 s would be all that one sees of committed results. */
  private static final String CHECKPOINT_INTERVAL = "1 s";

  /** Measures the capacity and then all loads. */
  public Report run(Console console) throws Exception {
    Map<String, String> options = new HashMap<>(jobOptions);
    options.putIfAbsent(TaggingOptions.CHECKPOINT_INTERVAL.key(), CHECKPOINT_INTERVAL);
    Conditions before =
        Conditions.before(
            "latency",
            "from when an event is due until its result is written and committed",
            Settings.of(work, modelName, options));
    console.say("starting a Kafka broker, Flink and the job in this process");
    try (RunningJob running = RunningJob.start(model, options, work.threads())) {
      Spread capacity = capacity(running, console);
      OpenLoop loop = new OpenLoop(running, work.pictures());
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
    try (JobSide job = new JobSide("job", running, work)) {
      return new Rounds<>(List.of(job), SameTags.usual(), ThreadKinds.NONE)
          .run(plan, console)
          .sides()
          .get(0)
          .imagesPerSecond();
    }
  }
}
