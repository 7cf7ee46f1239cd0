package dev.tagstream.cli.topic;

import dev.tagstream.cli.option.CommandConsole;
import dev.tagstream.cli.option.PortOption;
import dev.tagstream.console.Console;
import dev.tagstream.console.UserErrorException;
import dev.tagstream.embedded.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code tagstream broker}. */
@Command(
    name = "broker",
    description = {
      "Runs a Kafka broker for this machine until Ctrl-C. Only programs on this machine reach it.",
      "",
      "Topics stay in a folder for the next run. One broker replicates nothing: use it to try"
          + " Tagstream and for work that you can repeat."
    },
    footer = {
      "",
      "Examples:",
      "  tagstream broker",
      "  tagstream topics create",
      "  tagstream broker --folder /data/broker --port 9192"
    })
public final class BrokerCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--folder",
      paramLabel = "FOLDER",
      description =
          "The folder of the topics. Default: $XDG_DATA_HOME/tagstream/broker or"
              + " ~/.local/share/tagstream/broker.")
  private @Nullable Path folder;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "9092",
      description = "The port on the loopback interface. Default: ${DEFAULT-VALUE}")
  private int port;

  @Override
  public Integer call() throws Exception {
    PortOption.require(1, port);
    Path kept = folder != null ? folder : usualFolder();
    Console console = CommandConsole.of(spec);
    try (EmbeddedBroker broker = start(kept)) {
      console.say(
          "the broker listens on %s and keeps its topics in %s; Ctrl-C stops it"
              .formatted(broker.bootstrapServers(), kept));
      // runs until it is interrupted
      new CountDownLatch(1).await();
    }
    throw new IllegalStateException("nobody counts that latch down");
  }

  private EmbeddedBroker start(Path kept) {
    try {
      return EmbeddedBroker.keptIn(kept, port);
    } catch (IOException e) {
      throw new UserErrorException(
          "no broker starts on port %d with the folder %s: %s"
              .formatted(port, kept, e.getMessage()));
    }
  }

  private static Path usualFolder() {
    String data = System.getenv().getOrDefault("XDG_DATA_HOME", "");
    Path home = Path.of(System.getProperty("user.home"));
    return (data.isEmpty() ? home.resolve(".local/share") : Path.of(data))
        .resolve("tagstream/broker");
  }
}
