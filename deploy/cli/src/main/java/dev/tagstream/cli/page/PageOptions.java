package dev.tagstream.cli.page;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option of a command to write a page. */
public final class PageOptions {

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description =
          "Write an HTML page of the images with their tags: one file that loads nothing else.")
  private @Nullable Path file;

  /** The file of the page; null if the user requested none. */
  public @Nullable Path file() {
    return file;
  }

  /** The files that the command writes for the page. */
  public List<Path> written() {
    return file == null ? List.of() : List.of(file, PageFile.unfinished(file));
  }

  /** Whether the user requested a page. */
  public boolean isAsked() {
    return file != null;
  }

  /**
   * Begins the page. Call this before the command's work, so that a wrong path fails at once.
   *
   * @return the page; null if the user requested none
   */
  public @Nullable PageFile begin() {
    return file == null ? null : PageFile.begin(file);
  }
}
