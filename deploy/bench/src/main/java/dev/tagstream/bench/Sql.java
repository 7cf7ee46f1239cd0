package dev.tagstream.bench;

import dev.tagstream.bench.frame.Benchmark;
import dev.tagstream.bench.frame.Conditions;
import dev.tagstream.bench.frame.Report;
import dev.tagstream.bench.frame.Rounds;
import dev.tagstream.bench.frame.RoundsReport;
import dev.tagstream.bench.frame.RoundsReport.Answers;
import dev.tagstream.bench.frame.RoundsReport.Demand;
import dev.tagstream.bench.frame.Target;
import dev.tagstream.bench.job.JobSide;
import dev.tagstream.bench.job.JobThreads;
import dev.tagstream.bench.job.RunningJob;
import dev.tagstream.bench.model.BenchmarkModel;
import dev.tagstream.bench.sql.SqlJob;
import dev.tagstream.console.Console;
import java.util.List;

/**
 * Compares a statement with {@code ML_PREDICT} with the job. Both have their own, equal broker and
 * Flink, the same model and images, batches and exactly-once delivery, and share one session.
 *
 * @param model of both sides
 * @param setup the job, and the settings that the statement shares
 * @param plan the rounds
 */
public record Sql(BenchmarkModel model, JobSetup setup, Rounds.Plan plan) implements Benchmark {

  private static final Target TARGET = Target.atLeast(0.9);

  @Override
  public Report run(Console console) throws Exception {
    Conditions before =
        setup.conditions(
            "sql",
            "a statement of Flink SQL with ML_PREDICT against the job, Kafka to Kafka",
            model);
    try (RunningJob statement =
            RunningJob.start(
                model.file(),
                setup.options(),
                setup.work().threads(),
                new SqlJob(setup.options())::build);
        RunningJob running = setup.start(model, console);
        JobSide sql = new JobSide("SQL", statement, setup.work());
        JobSide job = setup.side(running)) {
      Rounds.Outcome outcome =
          new Rounds<>(List.of(sql, job), SameTags.usual(), JobThreads.kinds()).run(plan, console);
      return RoundsReport.of(
          before.after(),
          plan,
          outcome,
          List.of(outcome.throughput(TARGET), outcome.cpuTime(null)),
          List.of(Answers.of(outcome, 0, Demand.MUST_AGREE)),
          ProcessorTime.of(outcome.first()));
    }
  }
}
