package dev.tagstream.bench;

import dev.tagstream.bench.bare.PreparationLoop;
import dev.tagstream.bench.frame.Conditions;
import dev.tagstream.bench.frame.Ratio;
import dev.tagstream.bench.frame.Report;
import dev.tagstream.bench.frame.Rounds;
import dev.tagstream.bench.frame.RoundsReport;
import dev.tagstream.bench.frame.RoundsReport.Answers;
import dev.tagstream.bench.frame.RoundsReport.Demand;
import dev.tagstream.bench.frame.RoundsReport.Figure;
import dev.tagstream.bench.frame.SideResult;
import dev.tagstream.bench.frame.Target;
import dev.tagstream.bench.job.JobSide;
import dev.tagstream.bench.job.JobThreads;
import dev.tagstream.bench.job.RunningJob;
import dev.tagstream.bench.model.TrivialModel;
import dev.tagstream.bench.picture.Workload;
import dev.tagstream.console.Console;
import dev.tagstream.embedded.TemporaryFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What everything but the model costs: the job with a model whose arithmetic is next to nothing,
 * against decoding, resizing and normalizing the same bytes in a loop, without Kafka and Flink.
 *
 * @param work what is tagged
 * @param plan how often
 * @param jobOptions {@code tagging.*} options, on top of what they are by default
 * @param seed of the trivial model
 */
public record DataPath(Workload work, Rounds.Plan plan, Map<String, String> jobOptions, long seed) {

  private static final Target CPU_TARGET = Target.atMost(1.5);

  /** Of the job's threads; the broker's are not the hot path. */
  private static final Target ALLOCATION_TARGET = Target.atMost(2);

  /** Measures every round of each side in turn, and says how busy the machine was before. */
  public Report run(Console console) throws Exception {
    Conditions before =
        Conditions.before(
            "data-path",
            "the job with a trivial model against a loop that decodes, resizes and normalizes",
            Settings.of(work, "trivial, seed " + seed, jobOptions));
    try (TemporaryFolder folder = TemporaryFolder.create("tagstream-bench-")) {
      Path model = folder.path().resolve("trivial.onnx");
      TrivialModel.write(model, seed);
      console.say("starting a Kafka broker, Flink and the job in this process");
      try (RunningJob running = RunningJob.start(model, jobOptions, work.threads());
          JobSide job = new JobSide("job", running, work);
          PreparationLoop loop = new PreparationLoop(model, work)) {
        Rounds.Outcome outcome =
            new Rounds<>(List.of(job, loop), SameTags.usual(), JobThreads.kinds())
                .run(plan, console);
        return report(before.after(), outcome);
      }
    }
  }

  private RoundsReport report(Conditions conditions, Rounds.Outcome outcome) {
    SideResult job = outcome.sides().get(0);
    SideResult loop = outcome.sides().get(1);
    return new RoundsReport(
        conditions,
        plan,
        RoundsReport.sidesOf(outcome),
        List.of(Ratio.cpuTime(job, loop, CPU_TARGET), Ratio.throughput(job, loop, null)),
        List.of(Answers.of(outcome, 0, Demand.MUST_AGREE)),
        figures(job));
  }

  /** Where the job's processor time goes, and what it allocates. */
  private List<Figure> figures(SideResult job) {
    List<Figure> figures = new ArrayList<>(ProcessorTime.of(job));
    figures.add(
        new Figure(
            "job allocates / encoded bytes",
            "1",
            job.spread(
                round ->
                    round.allocatedBytesPerImage(JobThreads.OF_THE_JOB)
                        / work.pictures().averageBytes()),
            ALLOCATION_TARGET));
    return figures;
  }
}
