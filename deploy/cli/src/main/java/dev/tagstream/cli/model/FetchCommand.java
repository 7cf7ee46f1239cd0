package dev.tagstream.cli.model;

import dev.tagstream.cli.files.FilePlace;
import dev.tagstream.cli.option.CommandConsole;
import dev.tagstream.console.Console;
import dev.tagstream.console.UserErrorException;
import dev.tagstream.export.source.Digest;
import dev.tagstream.export.source.Digest.Algorithm;
import dev.tagstream.export.source.WeightCache;
import dev.tagstream.export.source.WeightSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code tagstream fetch}. */
@Command(
    name = "fetch",
    description = {
      "Downloads a file, such as a model, to a place where a cluster reads it. fetch"
          + " keeps an existing file that has the digest. It replaces any other file once the"
          + " download is complete."
    },
    footer = {
      "",
      "Example:",
      "  tagstream fetch https://models.example.org/resnet50.onnx --sha256 HEX --out resnet50.onnx"
    })
public final class FetchCommand implements Callable<Integer> {

  /** The suffix of the folder, beside the file, that keeps an interrupted download. */
  private static final String UNFINISHED = ".unfinished";

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "URL", description = "An https URL.")
  private String url;

  @Option(
      names = "--sha256",
      required = true,
      paramLabel = "HEX",
      description = "The SHA-256 digest of the file, 64 hexadecimal digits.")
  private String sha256 = "";

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "The file to write.")
  private Path out = Path.of("");

  @Override
  public Integer call() throws InterruptedException {
    Digest digest = Digest.sha256(sha256);
    FilePlace.requireFile(out);
    Console console = CommandConsole.of(spec);
    try {
      if (Files.exists(out) && Digest.of(out, Algorithm.SHA_256).equals(digest)) {
        console.say(out + " is there");
      } else {
        fetch(console);
        console.say(out + ": " + digest);
      }
    } catch (IOException e) {
      throw new UserErrorException("%s: cannot be written: %s".formatted(out, e.getMessage()));
    }
    return ExitCode.OK;
  }

  private void fetch(Console console) throws IOException, InterruptedException {
    if (!url.contains("://")) {
      throw new UserErrorException("'%s' is not a URL: it must begin with https://".formatted(url));
    }
    Path unfinished = out.toAbsolutePath().resolveSibling(out.getFileName() + UNFINISHED);
    try (DownloadProgress progress = new DownloadProgress(console)) {
      Path file = WeightSource.parse(url, sha256).locate(WeightCache.in(unfinished, progress));
      Files.move(file, out, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
