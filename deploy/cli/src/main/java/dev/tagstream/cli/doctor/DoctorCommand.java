package dev.tagstream.cli.doctor;

import dev.tagstream.cli.doctor.check.Finding;
import dev.tagstream.cli.doctor.check.Findings;
import dev.tagstream.cli.doctor.check.Refusal;
import dev.tagstream.cli.doctor.check.Verdict;
import dev.tagstream.cli.job.JobSettings;
import dev.tagstream.cli.option.Slots;
import dev.tagstream.console.Printable;
import dev.tagstream.console.UserErrorException;
import dev.tagstream.pipeline.config.InvalidConfigException;
import dev.tagstream.pipeline.config.TaggingConfig;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code tagstream doctor}. */
@Command(
    name = "doctor",
    description = {
      "Checks whether the job can run here: Java, memory, libraries, devices and the"
          + " model; the broker with its topics, permissions, transactions and clock; and the"
          + " schema registry.",
      "",
      "doctor takes the options of 'tagstream run'; use the same ones. It prints one line"
          + " for each finding: ok, a warning, or a failure and what to do. Exit code 2 if there"
          + " is a failure, else 0.",
      "",
      "doctor writes no record and joins no consumer group. If the job would write in"
          + " transactions, doctor opens two transactional ids, which the broker forgets later."
          + " Their names are the job's prefix, the topic and 'doctor'."
    },
    footer = {
      "",
      "Examples:",
      "  tagstream doctor --model resnet50.onnx --bootstrap-servers kafka-1:9092",
      "  tagstream doctor --config job.properties --slots 8 --json",
      "  tagstream doctor --tagging.device.provider cuda --tagging.device.ids '0;1'"
    })
public final class DoctorCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private JobSettings job;

  @Mixin private Slots slots;

  @Option(names = "--json", description = "Print one JSON object with all findings.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    Findings findings = new Findings(json ? finding -> {} : finding -> print(finding, out));
    Doctor.examine(Doctor.ofMachine(), findings);
    try {
      TaggingConfig config = job.config();
      Doctor.examine(Doctor.ofJob(config, slots.count()), findings);
    } catch (InvalidConfigException | UserErrorException refused) {
      findings.failure("options", Refusal.of(refused, "see 'tagstream run --help' and the README"));
    }
    if (json) {
      out.println(DoctorJson.line(findings));
      out.flush();
    }
    return findings.count(Verdict.FAILURE) == 0 ? ExitCode.OK : ExitCode.USAGE;
  }

  private static void print(Finding finding, PrintWriter out) {
    out.println(Printable.line(finding.line()));
    out.flush();
  }
}
