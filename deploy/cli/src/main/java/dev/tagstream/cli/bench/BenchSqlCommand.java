package dev.tagstream.cli.bench;

import dev.tagstream.bench.JobSetup;
import dev.tagstream.bench.Sql;
import dev.tagstream.bench.frame.Rounds;
import dev.tagstream.cli.sql.TableJars;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code tagstream bench sql}. */
@Command(
    name = "sql",
    description = {
      "Measures a statement of Flink SQL, which reads images, tags them with ML_PREDICT and writes"
          + " tags, against the job. Both read and write Kafka with exactly-once delivery and run"
          + " the same model in batches of the same size."
    },
    footer = {
      "",
      "Examples:",
      "  tagstream bench sql",
      "  tagstream bench sql --model resnet50.onnx --images ~/photos"
    })
final class BenchSqlCommand implements Callable<Integer> {

  private static final int IMAGES = 256;

  @Mixin private BenchmarkRunner runner;

  @Mixin private WorkOptions work;

  @Mixin private ModelOptions model;

  @Mixin private JobBenchOptions job;

  @Override
  public Integer call() throws Exception {
    TableJars.require();
    Rounds.Plan plan = work.plan(IMAGES);
    JobSetup setup = job.setup(work, plan);
    return runner.run(
        model.benchmark(setup.work(), work.seed(), opened -> new Sql(opened, setup, plan)));
  }
}
