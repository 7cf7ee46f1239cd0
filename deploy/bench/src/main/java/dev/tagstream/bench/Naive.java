package dev.tagstream.bench;

import dev.tagstream.bench.frame.Conditions;
import dev.tagstream.bench.frame.Ratio;
import dev.tagstream.bench.frame.Report;
import dev.tagstream.bench.frame.Rounds;
import dev.tagstream.bench.frame.RoundsReport;
import dev.tagstream.bench.frame.RoundsReport.Answers;
import dev.tagstream.bench.frame.RoundsReport.Demand;
import dev.tagstream.bench.frame.SideResult;
import dev.tagstream.bench.frame.Target;
import dev.tagstream.bench.frame.ThreadKinds;
import dev.tagstream.bench.job.JobSide;
import dev.tagstream.bench.job.RunningJob;
import dev.tagstream.bench.naive.NaiveJob;
import dev.tagstream.bench.picture.Workload;
import dev.tagstream.console.Console;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What all the trouble is worth: the job against the job that one writes at first, each with a
 * broker and a Flink of its own that are alike, on the same model and pictures.
 *
 * @param model the model file, float32, of 224x224 pixels prepared as torchvision does
 * @param modelName what the report calls it
 * @param work what is tagged
 * @param plan how often
 * @param jobOptions {@code tagging.*} options, on top of what they are by default
 */
public record Naive(
    Path model, String modelName, Workload work, Rounds.Plan plan, Map<String, String> jobOptions) {

  private static final Target TARGET = Target.atLeast(2);

  /** Measures every round of each side in turn, and says how busy the machine was before. */
  public Report run(Console console) throws Exception {
    Conditions before =
        Conditions.before(
            "naive",
            "the job against one function a record: ImageIO, batches of one, a default session",
            Settings.of(work, modelName, jobOptions));
    console.say("starting two jobs, each with a Kafka broker and Flink, in this process");
    try (RunningJob running = RunningJob.start(model, jobOptions, work.threads());
        RunningJob simple = RunningJob.start(model, jobOptions, work.threads(), NaiveJob::build);
        JobSide job = new JobSide("job", running, work);
        JobSide naive = new JobSide("naive job", simple, work)) {
      Rounds.Outcome outcome =
          new Rounds<>(List.of(job, naive), new SameBestTag(), ThreadKinds.NONE).run(plan, console);
      return report(before.after(), outcome);
    }
  }

  private RoundsReport report(Conditions conditions, Rounds.Outcome outcome) {
    SideResult job = outcome.sides().get(0);
    SideResult naive = outcome.sides().get(1);
    return new RoundsReport(
        conditions,
        plan,
        RoundsReport.sidesOf(outcome),
        List.of(Ratio.throughput(job, naive, TARGET), Ratio.cpuTime(job, naive, null)),
        List.of(Answers.of(outcome, 0, Demand.MAY_DIFFER)),
        List.of());
  }
}
