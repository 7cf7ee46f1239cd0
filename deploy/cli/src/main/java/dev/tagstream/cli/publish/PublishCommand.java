package dev.tagstream.cli.publish;

import dev.tagstream.cli.option.CommandConsole;
import dev.tagstream.cli.option.ImagesTopic;
import dev.tagstream.cli.option.KafkaOptions;
import dev.tagstream.console.Console;
import dev.tagstream.console.ImageFile;
import dev.tagstream.console.ImageFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tagstream publish}. */
@Command(
    name = "publish",
    description = {
      "Publishes every regular file below a folder as an image event.",
      "",
      "An event's id, and its record's key, is the file's path relative to the folder. A file too"
          + " large for a record of the topic is named, with the setting to change, and goes as a"
          + " URI, which the job rejects; the exit code is 1 then."
    },
    footer = {
      "",
      "Examples:",
      "  tagstream publish ~/photos",
      "  tagstream publish ~/photos --bootstrap-servers kafka-1:9092 --images-topic photos"
    })
public final class PublishCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private KafkaOptions kafka;

  @Mixin private ImagesTopic topic;

  @Parameters(paramLabel = "DIR", description = "The folder.")
  private Path folder;

  @Override
  public Integer call() throws Exception {
    Console console = CommandConsole.of(spec);
    List<ImageFile> images = ImageFolder.list(folder);
    try (PublishImages publisher = PublishImages.to(kafka.connection(), topic.name())) {
      publisher.publishAll(images, console);
      console.out().printf("published %d events to %s%n", publisher.published(), topic.name());
      console.out().flush();
      return publisher.tooLarge() == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }
}
