package dev.tagstream.bench;

import dev.tagstream.bench.bare.PreparationLoop;
import dev.tagstream.bench.frame.Benchmark;
import dev.tagstream.bench.frame.Conditions;
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
import dev.tagstream.bench.model.BenchmarkModel;
import dev.tagstream.console.Console;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures the cost of everything but the model: the job with a trivial model, compared with a loop
 * that decodes, resizes and normalizes the same bytes without Kafka and Flink.
 *
 * @param setup the job
 * @param plan the rounds
 * @param seed of the trivial model's weights
 */
public record DataPath(JobSetup setup, Rounds.Plan plan, long seed) implements Benchmark {

  private static final Target CPU_TARGET = Target.atMost(1.5);

  /** Counts only the job's threads; the broker's are not in the hot path. */
  private static final Target ALLOCATION_TARGET = Target.atMost(2);

  @Override
  public Report run(Console console) throws Exception {
    try (BenchmarkModel model = BenchmarkModel.trivial(seed)) {
      Conditions before =
          setup.conditions(
              "data-path",
              "the job with a trivial model against a loop that decodes, resizes and normalizes",
              model);
      try (RunningJob running = setup.start(model, console);
          JobSide job = setup.side(running);
          PreparationLoop loop = new PreparationLoop(model.file(), setup.work())) {
        Rounds.Outcome outcome =
            new Rounds<>(List.of(job, loop), SameTags.usual(), JobThreads.kinds())
                .run(plan, console);
        return RoundsReport.of(
            before.after(),
            plan,
            outcome,
            List.of(outcome.cpuTime(CPU_TARGET), outcome.throughput(null)),
            List.of(Answers.of(outcome, 0, Demand.MUST_AGREE)),
            figures(outcome.first()));
      }
    }
  }

  /** The processor time of the job's parts, and its allocations. */
  private List<Figure> figures(SideResult job) {
    List<Figure> figures = new ArrayList<>(ProcessorTime.of(job));
    figures.add(
        new Figure(
            "job allocates / encoded bytes",
            "1",
            job.spread(
                round ->
                    round.allocatedBytesPerImage(JobThreads.OF_THE_JOB)
                        / setup.work().samples().averageBytes()),
            ALLOCATION_TARGET));
    return figures;
  }
}
