package dev.tagstream.cli.rejects;

import dev.tagstream.cli.option.CommandConsole;
import dev.tagstream.cli.option.FormatOptions;
import dev.tagstream.cli.option.ImagesTopic;
import dev.tagstream.cli.option.KafkaOptions;
import dev.tagstream.console.Console;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code tagstream replay}. */
@Command(
    name = "replay",
    description = {
      "Sends rejected records to the images topic again, for another attempt after you have"
          + " fixed the model, a limit or a bug.",
      "",
      "replay is idempotent: each reject goes back once, even if replay is interrupted"
          + " and runs again. It records what it put back in a compacted topic,"
          + " <rejects>-replayed, which it creates on first use. A record that is rejected again"
          + " makes a new reject, which you can replay in turn. The bytes of a record stay as"
          + " they were. Headers (tagstream.first.*, tagstream.attempt) give its first place and"
          + " the number of attempts. So do the fields firstTopic, firstPartition, firstOffset"
          + " and attempt of its result or next reject.",
      "",
      "If a reject has only a part of its record, replay reads the rest from the place"
          + " where the record was sent. If the broker no longer retains it, replay names the"
          + " reject once, continues, and exits with 1."
    },
    footer = {
      "",
      "Examples:",
      "  tagstream replay",
      "  tagstream replay --reason MODEL_FAILED,CRASHED_THE_PROCESS --since 2h",
      "  tagstream replay --since 2026-01-31T08:00:00Z --json | jq .place"
    })
public final class ReplayCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private KafkaOptions kafka;

  @Mixin private RejectOptions rejectOptions;

  @Mixin private ImagesTopic imagesTopic;

  @Mixin private FormatOptions format;

  @Option(
      names = "--json",
      description = "Print one JSON object on each line, one for each reject.")
  private boolean json;

  private int putBack;
  private int lost;

  @Override
  public Integer call() throws Exception {
    Console console = json ? CommandConsole.messagesOnly(spec) : CommandConsole.of(spec);
    ReplayRejects.replay(
        kafka.connection(),
        new ReplayRequest(
            rejectOptions.topic(), format.formats(), imagesTopic.name(), rejectOptions.selection()),
        console,
        reject -> tell(reject, console));
    console
        .out()
        .printf(
            "replayed %d records to %s%s%n",
            putBack, imagesTopic.name(), lost == 0 ? "" : "; %d are lost".formatted(lost));
    console.out().flush();
    return lost == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private void tell(ReplayedReject reject, Console console) {
    if (json) {
      spec.commandLine().getOut().println(ReplayJson.line(reject));
      spec.commandLine().getOut().flush();
    }
    reject
        .findProblem()
        .ifPresentOrElse(
            problem -> {
              lost++;
              console.say(
                  "%s cannot be replayed: %s".formatted(reject.reject().position(), problem));
            },
            () -> putBack++);
  }
}
