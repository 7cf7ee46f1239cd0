package dev.tagstream.cli.tag;

import dev.tagstream.cli.files.FilterOptions;
import dev.tagstream.cli.files.WrittenPlaces;
import dev.tagstream.cli.model.NamedModel;
import dev.tagstream.cli.option.CommandConsole;
import dev.tagstream.cli.page.PageFile;
import dev.tagstream.cli.page.PageOptions;
import dev.tagstream.cli.tag.input.InputPaths;
import dev.tagstream.cli.tag.output.AnswerTarget;
import dev.tagstream.cli.tag.output.AnswerTarget.Reader;
import dev.tagstream.cli.tag.output.AnswerTarget.Start;
import dev.tagstream.console.Console;
import dev.tagstream.console.Printable;
import dev.tagstream.console.UserErrorException;
import dev.tagstream.pipeline.model.BrokenSessionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code tagstream tag}. */
@Command(
    name = "tag",
    description = {
      "Tags images on this machine, in this process and on all its processors, without Kafka.",
      "",
      "A folder stands for every regular file below it. Each file gets one answer: its tags, or a"
          + " reject with a reason. Answers come in the order of the images. After Ctrl-C the"
          + " result has all answers so far. After Ctrl-C, a crash or SIGKILL, --resume tags the"
          + " images without an answer and repeats none.",
      "",
      "Exit code 0 if every file has its answer; 1 if a file could not be read, all images were"
          + " rejected, or the run stopped early; 2 for an invalid request."
    },
    footer = {
      "",
      "Examples:",
      "  tagstream tag cat.jpg --model keras/resnet50",
      "  tagstream tag ~/photos --model resnet50.onnx --to tags.csv",
      "  tagstream tag ~/photos --model resnet50.onnx --to tags.jsonl --resume",
      "  tagstream tag ~/photos --model resnet50.onnx --to tags.csv --html tags.html",
      "  find /archive -name '*.jpg' | tagstream tag - --model resnet50.onnx --json | jq .id"
    })
public final class TagCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "PATH",
      arity = "1..*",
      description =
          "Images, folders of images, tar archives, Parquet files, s3:// URIs; - for a list of"
              + " files on standard input, one path on each line.")
  private List<String> paths = List.of();

  @Option(
      names = "--model",
      paramLabel = "FILE|NAME",
      description =
          "A model from 'tagstream export', or a well-known name such as keras/resnet50 or"
              + " torchvision/resnet50-v2, which is downloaded, checked and exported once into"
              + " $TAGSTREAM_CACHE, or ~/.cache/tagstream.")
  private @Nullable String model;

  @Option(
      names = "--to",
      paramLabel = "FILE.jsonl|.csv|.parquet|DIR/|-",
      defaultValue = AnswerTarget.STANDARD_OUTPUT,
      description =
          "Where answers go: a file, a folder, or - for standard output. A folder gets Parquet files"
              + " in tags/ and rejects/, and _SUCCESS when all is done, as from the job for"
              + " objects. Default: -.")
  private String to = AnswerTarget.STANDARD_OUTPUT;

  @Option(
      names = "--rejects",
      paramLabel = "FILE.jsonl|.csv|.parquet|-",
      description = "Where rejects go. Default: to the other answers.")
  private @Nullable String rejects;

  @Option(
      names = "--resume",
      description =
          "Resume an earlier run: tag the images that its result does not have. Standard output"
              + " cannot be resumed.")
  private boolean resume;

  @Option(
      names = "--all",
      description =
          "Tag all images again and overwrite existing files. Default: tag images that are new or"
              + " have changed since the run that wrote the file.")
  private boolean all;

  @Option(names = "--json", description = "Print one JSON object on each line on standard output.")
  private boolean json;

  @Mixin private FilterOptions filter;

  @Mixin private TaggerOptions tagger;

  @Mixin private InputOptions input;

  @Mixin private PageOptions pages;

  @Override
  public Integer call() throws Exception {
    AnswerTarget target = new AnswerTarget(to, rejects, start());
    target.check(pages.file());
    Console console = CommandConsole.messagesOnly(spec);
    try (InputPaths inputs =
            InputPaths.open(paths, System.in, filter.filter(), written(target), input.settings());
        PageFile page = pages.begin()) {
      TagImages run =
          new TagImages(
              modelFile(console), tagger.settings(), target, reader(), spec.commandLine().getOut());
      return run.over(inputs, page, console) ? ExitCode.OK : ExitCode.SOFTWARE;
    } catch (IOException | UncheckedIOException | BrokenSessionException failure) {
      if (Thread.currentThread().isInterrupted()) {
        // Ctrl-C has closed what was being read or written
        throw failure;
      }
      // such as a full disk, a store that fails, or a GPU that is lost
      String message = failure.getMessage();
      String name = failure.getClass().getSimpleName();
      console.say(
          "stopped before every image had its answer: "
              + Printable.line(message == null ? name : name + ": " + message));
      return ExitCode.SOFTWARE;
    }
  }

  private WrittenPlaces written(AnswerTarget target) {
    List<Path> written = new ArrayList<>(target.written());
    written.addAll(pages.written());
    return new WrittenPlaces(written);
  }

  private Start start() {
    if (all && resume) {
      throw new UserErrorException("--all tags all images again and --resume does not; choose one");
    }
    return all ? Start.ANEW : resume ? Start.RESUMED : Start.GROWING;
  }

  private Path modelFile(Console console) throws InterruptedException {
    if (model == null) {
      throw new UserErrorException(
          "name a model: --model FILE, which 'tagstream export' makes, or a well-known one such as"
              + " --model keras/resnet50, which is downloaded once");
    }
    return new NamedModel(NamedModel.usualCache(), console).locate(model);
  }

  private Reader reader() {
    if (json) {
      return Reader.PROGRAM;
    }
    return InputPaths.isOneFile(paths) ? Reader.OF_ONE_IMAGE : Reader.OF_LINES;
  }
}
