package dev.tagstream.cli.demo;

import dev.tagstream.cli.option.CommandConsole;
import dev.tagstream.cli.option.DefaultImageLimits;
import dev.tagstream.cli.option.Home;
import dev.tagstream.cli.option.JobOptions;
import dev.tagstream.cli.option.Slots;
import dev.tagstream.cli.page.PageFile;
import dev.tagstream.cli.page.PageOptions;
import dev.tagstream.console.Console;
import dev.tagstream.console.UserErrorException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code tagstream demo}. */
@Command(
    name = "demo",
    description = {
      "Publishes a folder of images to a Kafka broker, tags them with the Flink job, and"
          + " prints the results. Broker and Flink run in this process.",
      "",
      "Every regular file below the folder becomes an event, whatever its content. Its id"
          + " is its path relative to the folder. An image counts for the accuracy if its folder"
          + " is named after a label or a WordNet id of the model. The broker stores the images"
          + " in the temporary folder while it runs. The exit code is 0 only if every file came"
          + " back exactly once, as a result or as a reject."
    },
    footer = {
      "",
      "Examples:",
      "  tagstream demo",
      "  tagstream demo --model resnet50.onnx --images ~/photos --top-k 3 --json tags.jsonl",
      "  tagstream demo --images ~/photos --json - | jq .tags[0].label",
      "  tagstream demo --html demo.html"
    })
public final class DemoCommand implements Callable<Integer> {

  private static final Path STANDARD_OUTPUT = Path.of("-");

  @Spec private CommandSpec spec;

  @Mixin private JobOptions jobOptions;

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description = "A model from 'tagstream export'. Default: the bundled one.")
  private @Nullable Path model;

  @Option(
      names = "--images",
      paramLabel = "DIR",
      description = "A folder of images. Default: the bundled ones.")
  private @Nullable Path images;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description =
          "Write every result and reject to a file, one JSON object on each line, sorted by id."
              + " Use - for standard output; messages then go to standard error.")
  private @Nullable Path json;

  @Mixin private PageOptions pages;

  @Mixin private Slots slots;

  @Override
  public Integer call() throws Exception {
    Console console =
        STANDARD_OUTPUT.equals(json) ? CommandConsole.messagesOnly(spec) : CommandConsole.of(spec);
    Path folder = images == null ? Home.demoImages() : images;
    Demo demo =
        new Demo(
            model == null ? Home.demoModel() : model, jobOptions.given(), slots.count(), console);
    try (PrintWriter lines = openJson();
        PageFile page = pages.begin()) {
      DemoReport report = demo.run(folder);
      report.outcomes().forEach(outcome -> lines.println(outcome.json()));
      lines.flush();
      if (!STANDARD_OUTPUT.equals(json) && lines.checkError()) {
        throw new UserErrorException(
            json + " cannot be written to its end; check the space on its disk");
      }
      if (page != null) {
        console.say(new DemoPage(folder, DefaultImageLimits.ofTheJob()).write(report, page));
      }
      report.print(console.out());
      return report.isExact() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }

  /** Opens the file before the job starts, so that a wrong path fails at once. */
  private PrintWriter openJson() {
    if (json == null) {
      return new PrintWriter(Writer.nullWriter());
    }
    if (STANDARD_OUTPUT.equals(json)) {
      return spec.commandLine().getOut();
    }
    try {
      return new PrintWriter(Files.newBufferedWriter(json));
    } catch (IOException e) {
      throw new UserErrorException(
          json + " cannot be written; check that its folder exists and its permissions");
    }
  }
}
