package dev.tagstream.cli.bench;

import dev.tagstream.bench.JobSetup;
import dev.tagstream.bench.frame.Rounds;
import dev.tagstream.bench.image.Workload;
import dev.tagstream.cli.option.JobOptions;
import dev.tagstream.cli.option.Slots;
import java.io.IOException;
import java.util.Map;
import picocli.CommandLine.Mixin;

/** The job that a benchmark measures. */
final class JobBenchOptions {

  @Mixin private Slots slots;

  @Mixin private JobOptions jobOptions;

  /** The setup of the job for a plan of rounds. */
  JobSetup setup(WorkOptions work, Rounds.Plan plan) throws IOException {
    return setup(work.workload(plan, slots.count()));
  }

  JobSetup setup(Workload work) {
    return new JobSetup(work, given());
  }

  int slots() {
    return slots.count();
  }

  /** The options of the job that the user gave, by their keys. */
  Map<String, String> given() {
    return jobOptions.given();
  }
}
