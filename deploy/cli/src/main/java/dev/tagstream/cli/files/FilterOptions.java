package dev.tagstream.cli.files;

import java.util.List;
import picocli.CommandLine.Option;

/** Options that select files. */
public final class FilterOptions {

  @Option(
      names = "--include",
      paramLabel = "GLOB",
      description =
          "Takes only files that match one of these, such as '*.jpg', or '2024/**' for the whole"
              + " path below the folder.")
  private List<String> include = List.of();

  @Option(
      names = "--exclude",
      paramLabel = "GLOB",
      description = "Leaves out files that match one of these.")
  private List<String> exclude = List.of();

  /** The filter that the options describe. */
  public IdFilter filter() {
    return new IdFilter(include, exclude);
  }
}
