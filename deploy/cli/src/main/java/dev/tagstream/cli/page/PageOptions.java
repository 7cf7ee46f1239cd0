package dev.tagstream.cli.page;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether a command also makes a page. */
public final class PageOptions {

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description =
          "Make a page of the images with their tags, to be opened in a browser. It is one file that"
              + " loads nothing from elsewhere.")
  private @Nullable Path file;

  /** Whether a page is to be made. */
  public boolean isAsked() {
    return file != null;
  }

  /**
   * Begins the page, before there is anything to show, so that a wrong path costs no time.
   *
   * @return the page; null if none is to be made
   */
  public @Nullable PageFile begin() {
    return file == null ? null : PageFile.begin(file);
  }
}
