package dev.tagstream.cli.model;

import dev.tagstream.console.UserErrorException;
import dev.tagstream.export.AdoptRequest.StatedGraph;
import dev.tagstream.export.ExportRequest.Output;
import dev.tagstream.export.guard.ProcessLimits;
import dev.tagstream.schemas.model.OutputSpec.Kind;
import dev.tagstream.schemas.model.PixelLayout;
import java.util.Set;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.util.TimeUtils;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of {@code tagstream export --onnx} for facts that the graph leaves open. */
final class GraphOptions {

  @Option(
      names = "--layout",
      paramLabel = "nchw|nhwc",
      description =
          "The order of the input's dimensions; with --onnx. Default: derived from the dimension"
              + " of the 3 colors.")
  private @Nullable PixelLayout layout;

  @Option(
      names = "--output-name",
      paramLabel = "NAME",
      description =
          "The graph's output with the scores, or a tensor within the graph; with --onnx."
              + " Default: detected.")
  private @Nullable String outputName;

  @Option(
      names = "--embedding-name",
      paramLabel = "NAME",
      description =
          "The graph's output with the embedding, for --outputs embedding. Default: detected.")
  private @Nullable String embeddingName;

  @Option(
      names = "--check-timeout",
      paramLabel = "DURATION",
      description =
          "The time limit of the process that checks the graph with two images; with --onnx."
              + " Default: 2 min.")
  private @Nullable String checkTimeout;

  @Option(
      names = "--check-memory",
      paramLabel = "SIZE",
      description =
          "The memory limit of the process that checks the graph. Default: 2 GiB, and four times"
              + " the size of the file.")
  private @Nullable String checkMemory;

  /** The facts that the user stated. */
  StatedGraph stated(@Nullable Integer side, @Nullable Kind scores, @Nullable Set<Output> outputs) {
    return new StatedGraph(layout, side, scores, outputName, embeddingName, outputs);
  }

  /**
   * The limits of the process that checks the graph.
   *
   * @throws UserErrorException if one is invalid
   */
  ProcessLimits limits() {
    try {
      return new ProcessLimits(
          checkTimeout == null ? ProcessLimits.USUAL.time() : TimeUtils.parseDuration(checkTimeout),
          checkMemory == null ? null : MemorySize.parse(checkMemory).getBytes());
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new UserErrorException(
          "--check-timeout must be a duration such as 5 min and --check-memory a size such as 8 gb,"
              + " at least 256 mb: "
              + e.getMessage());
    }
  }

  /** Refuses these options for anything but a foreign graph. */
  void refuse(ExcludedOptions excluded) {
    excluded.refuse("--layout", layout);
    excluded.refuse("--output-name", outputName);
    excluded.refuse("--embedding-name", embeddingName);
    excluded.refuse("--check-timeout", checkTimeout);
    excluded.refuse("--check-memory", checkMemory);
  }
}
