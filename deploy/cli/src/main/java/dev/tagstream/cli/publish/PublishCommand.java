package dev.tagstream.cli.publish;

import dev.tagstream.cli.files.FilterOptions;
import dev.tagstream.cli.files.FolderFiles;
import dev.tagstream.cli.files.IdFilter;
import dev.tagstream.cli.files.ImageFiles;
import dev.tagstream.cli.files.ListedFiles;
import dev.tagstream.cli.files.WrittenPlaces;
import dev.tagstream.cli.option.CommandConsole;
import dev.tagstream.cli.option.ImagesTopic;
import dev.tagstream.cli.option.KafkaOptions;
import dev.tagstream.cli.state.RunIdentity;
import dev.tagstream.cli.state.StateFolder;
import dev.tagstream.console.Console;
import dev.tagstream.console.UserErrorException;
import dev.tagstream.pipeline.kafka.KafkaConnection;
import dev.tagstream.pipeline.kafka.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code tagstream publish}. */
@Command(
    name = "publish",
    description = {
      "Publishes files as image events: every regular file below a folder, or the files of a list.",
      "",
      "The id of an event, and the key of its record, is the path of the file relative to the"
          + " folder, or the path in the list. If a file is too large for a record of the topic,"
          + " publish names it and the setting to change, and sends its URI instead, which the job"
          + " rejects. publish names and skips files that it cannot read. In both cases the"
          + " exit code is 1."
    },
    footer = {
      "",
      "Examples:",
      "  tagstream publish ~/photos",
      "  tagstream publish ~/photos --bootstrap-servers kafka-1:9092 --images-topic photos",
      "  tagstream publish ~/photos --include '*.jpg' --rate 200 --resume",
      "  find /archive -newer last-run -type f | tagstream publish --from-list -"
    })
public final class PublishCommand implements Callable<Integer> {

  private static final String STANDARD_INPUT = "-";

  @Spec private CommandSpec spec;

  @Mixin private KafkaOptions kafka;

  @Mixin private ImagesTopic topic;

  @Parameters(paramLabel = "DIR", arity = "0..1", description = "The folder.")
  private @Nullable Path folder;

  @Option(
      names = "--from-list",
      paramLabel = "FILE|-",
      description =
          "Publishes the files that this list names, one path on each line; - is standard input.")
  private @Nullable String list;

  @Mixin private FilterOptions filterOptions;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Publishes at most N files a second. Default: no limit.")
  private double rate = Double.POSITIVE_INFINITY;

  @Option(
      names = "--resume",
      description =
          "Publishes only what an earlier publish from here to this topic did not: after Ctrl-C or"
              + " a crash, or to add new files. A file whose bytes have changed counts as"
              + " published.")
  private boolean resume;

  @Option(
      names = "--state",
      paramLabel = "FOLDER",
      description =
          "The folder that records what was published. Default: a folder for these files and this"
              + " topic in $XDG_STATE_HOME/tagstream or ~/.local/state/tagstream.")
  private @Nullable Path state;

  @Option(names = "--dry-run", description = "Prints what publish would send, but sends nothing.")
  private boolean dryRun;

  @Override
  public Integer call() throws Exception {
    if (!(rate > 0)) {
      throw new UserErrorException("--rate must be a number above 0 but was " + rate);
    }
    IdFilter filter = filterOptions.filter();
    if (folder != null && list == null) {
      return publish(
          FolderFiles.below(folder, WrittenPlaces.NONE), folder.toRealPath().toString(), filter);
    }
    if (list == null || folder != null) {
      throw new UserErrorException("name either a folder or --from-list");
    }
    try (ListedFiles files =
        list.equals(STANDARD_INPUT) ? ListedFiles.of(System.in) : ListedFiles.of(Path.of(list))) {
      return publish(files, "a list", filter);
    }
  }

  private int publish(ImageFiles files, String from, IdFilter filter) throws Exception {
    KafkaConnection connection = kafka.connection();
    Console console = CommandConsole.of(spec);
    RunIdentity identity = identity(connection, from);
    try (StateFolder remembered = StateFolder.open(stateFolder(identity), identity);
        PublishJournal journal = journal(remembered.path(), connection);
        PublishImages publisher = PublishImages.to(connection, topic.name(), journal)) {
      Publication publication = new Publication(files, filter, journal, publisher, console);
      if (dryRun) {
        publication.tellWhatItWouldDo(topic.name());
      } else {
        publication.publish(topic.name(), rate);
      }
      return publisher.isComplete() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }

  private PublishJournal journal(Path remembered, KafkaConnection connection) throws IOException {
    if (resume) {
      return PublishJournal.resume(remembered, connection, topic.name());
    }
    // a dry run must not forget what was published
    Path fresh = dryRun ? Files.createDirectories(remembered.resolve("dry-run")) : remembered;
    return PublishJournal.begin(fresh, connection, topic.name());
  }

  private Path stateFolder(RunIdentity identity) {
    return state != null
        ? state
        : StateFolder.usual(identity, System.getenv(), Path.of(System.getProperty("user.home")));
  }

  private RunIdentity identity(KafkaConnection connection, String from)
      throws InterruptedException {
    try (Topics topics = Topics.of(connection)) {
      return new RunIdentity(
          "publish-" + topic.name(),
          Map.of("topic", topics.id(topic.name()).toString(), "files", from));
    }
  }
}
