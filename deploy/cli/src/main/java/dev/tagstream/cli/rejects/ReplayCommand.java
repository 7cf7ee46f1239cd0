package dev.tagstream.cli.rejects;

import dev.tagstream.cli.option.CommandConsole;
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

/** {@code tagstream replay}. */
@Command(
    name = "replay",
    description = {
      "Puts rejected records back on the images topic, for another attempt: after a model, a limit or"
          + " a bug was mended.",
      "",
      "Each reject goes back once, however often replay is called or dies in between; which did is"
          + " kept in a compacted topic named after the topic of rejects, <rejects>-replayed, that is"
          + " made on first use. A record that is rejected again makes a new reject, which may be"
          + " replayed in turn. Its bytes stay as they were; headers (tagstream.first.*,"
          + " tagstream.attempt) tell where it lay at first and how often it was sent, and so do the"
          + " fields firstTopic, firstPartition, firstOffset and attempt of its result or next"
          + " reject.",
      "",
      "A reject that holds only a part of its record is completed from where that was sent. Where it"
          + " is not retained any more, replay names the reject once, goes on, and ends with 1."
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

  @Option(names = "--json", description = "A line of JSON for each reject.")
  private boolean json;

  private int putBack;
  private int lost;

  @Override
  public Integer call() throws Exception {
    Console console = json ? CommandConsole.messagesOnly(spec) : CommandConsole.of(spec);
    ReplayRejects.replay(
        kafka.connection(),
        new ReplayRequest(rejectOptions.topic(), imagesTopic.name(), rejectOptions.selection()),
        console,
        reject -> tell(reject, console));
    console
        .out()
        .printf(
            "put %d records back on %s%s%n",
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
                  "%s cannot be put back: %s".formatted(reject.reject().position(), problem));
            },
            () -> putBack++);
  }
}
