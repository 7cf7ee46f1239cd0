package dev.tagstream.bench;

import dev.tagstream.bench.frame.Benchmark;
import dev.tagstream.bench.frame.Conditions;
import dev.tagstream.bench.frame.Report;
import dev.tagstream.bench.frame.Rounds;
import dev.tagstream.bench.frame.RoundsReport;
import dev.tagstream.bench.frame.RoundsReport.Answers;
import dev.tagstream.bench.frame.RoundsReport.Demand;
import dev.tagstream.bench.frame.Target;
import dev.tagstream.bench.frame.ThreadKinds;
import dev.tagstream.bench.image.Workload;
import dev.tagstream.bench.job.JobSide;
import dev.tagstream.bench.job.RunningJob;
import dev.tagstream.bench.model.BenchmarkModel;
import dev.tagstream.bench.naive.NaiveJob;
import dev.tagstream.console.Console;
import java.util.List;

/**
 * Compares the job with a naive first version. Both have their own, equal broker and Flink, and the
 * same model and images.
 *
 * @param model float32, for 224x224 pixels with torchvision's preprocessing
 * @param setup the job, and the settings that the naive job shares
 * @param plan the rounds
 */
public record Naive(BenchmarkModel model, JobSetup setup, Rounds.Plan plan) implements Benchmark {

  private static final Target TARGET = Target.atLeast(2);

  @Override
  public Report run(Console console) throws Exception {
    Workload work = setup.work();
    Conditions before =
        setup.conditions(
            "naive",
            "the job against one function a record: ImageIO, batches of one, a default session",
            model);
    try (RunningJob running = setup.start(model, console);
        RunningJob simple =
            RunningJob.start(model.file(), setup.options(), work.threads(), NaiveJob::build);
        JobSide job = setup.side(running);
        JobSide naive = new JobSide("naive job", simple, work)) {
      Rounds.Outcome outcome =
          new Rounds<>(List.of(job, naive), new SameBestTag(), ThreadKinds.NONE).run(plan, console);
      return RoundsReport.of(
          before.after(),
          plan,
          outcome,
          List.of(outcome.throughput(TARGET), outcome.cpuTime(null)),
          List.of(Answers.of(outcome, 0, Demand.MAY_DIFFER)),
          List.of());
    }
  }
}
