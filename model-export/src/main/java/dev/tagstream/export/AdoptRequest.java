package dev.tagstream.export;

import dev.tagstream.export.ExportRequest.Output;
import dev.tagstream.export.guard.ProcessLimits;
import dev.tagstream.schemas.model.OutputSpec.Kind;
import dev.tagstream.schemas.model.PixelLayout;
import dev.tagstream.schemas.model.Precision;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request to adopt a foreign ONNX file, with the facts that only the user knows.
 *
 * @param onnx the file to adopt
 * @param preprocessing {@code torchvision}, {@code keras} or a JSON file
 * @param out the file to write; replaced if it exists, may be {@code onnx} itself
 * @param labels the names of the classes: {@code imagenet} or a file; null to write none
 * @param name the model's name in results; null for the name in the preprocessing file, otherwise
 *     the ONNX file's name without its extension
 * @param graph facts about the graph
 * @param thresholds a file with the lowest score that makes a tag, by label; null for the defaults
 * @param precision float16 to convert a float32 graph; null to keep its precision
 * @param limits of the process that checks the graph
 */
public record AdoptRequest(
    Path onnx,
    String preprocessing,
    Path out,
    @Nullable String labels,
    @Nullable String name,
    StatedGraph graph,
    @Nullable Path thresholds,
    @Nullable Precision precision,
    ProcessLimits limits) {

  /**
   * Facts that the graph may leave open; null to detect them.
   *
   * @param layout of its input
   * @param side height and width of its input, in pixels, {@code InputSpec.ANY_SIDE} for any
   * @param scores the kind of the scores
   * @param output the output, or the value within it, with the scores
   * @param embedding likewise with the features
   * @param outputs the wanted outputs
   */
  public record StatedGraph(
      @Nullable PixelLayout layout,
      @Nullable Integer side,
      @Nullable Kind scores,
      @Nullable String output,
      @Nullable String embedding,
      @Nullable Set<Output> outputs) {

    /** Everything is detected from the graph. */
    public static final StatedGraph NOTHING = new StatedGraph(null, null, null, null, null, null);

    /** The same with an output that the user named. */
    public static StatedGraph withOutput(String name) {
      return new StatedGraph(null, null, null, name, null, null);
    }
  }

  public AdoptRequest {
    if (precision != null && precision != Precision.FLOAT16) {
      throw new IllegalArgumentException(
          "an existing ONNX model cannot be converted to " + precision);
    }
  }

  /** A request with defaults only. */
  public static AdoptRequest of(Path onnx, String preprocessing, Path out) {
    return builder(onnx, preprocessing, out).build();
  }

  /** A builder of a request with defaults. */
  public static Builder builder(Path onnx, String preprocessing, Path out) {
    return new Builder(onnx, preprocessing, out);
  }

  /** Sets one property of the request; null is its default. */
  public static final class Builder {

    private final Path onnx;
    private final String preprocessing;
    private final Path out;
    private @Nullable String labels;
    private @Nullable String name;
    private StatedGraph graph = StatedGraph.NOTHING;
    private @Nullable Path thresholds;
    private @Nullable Precision precision;
    private ProcessLimits limits = ProcessLimits.USUAL;

    private Builder(Path onnx, String preprocessing, Path out) {
      this.onnx = onnx;
      this.preprocessing = preprocessing;
      this.out = out;
    }

    public Builder labels(@Nullable String imagenetOrFile) {
      this.labels = imagenetOrFile;
      return this;
    }

    public Builder name(@Nullable String model) {
      this.name = model;
      return this;
    }

    public Builder graph(StatedGraph stated) {
      this.graph = stated;
      return this;
    }

    public Builder thresholds(@Nullable Path file) {
      this.thresholds = file;
      return this;
    }

    public Builder precision(@Nullable Precision wanted) {
      this.precision = wanted;
      return this;
    }

    public Builder limits(ProcessLimits ofTheTrial) {
      this.limits = ofTheTrial;
      return this;
    }

    public AdoptRequest build() {
      return new AdoptRequest(
          onnx, preprocessing, out, labels, name, graph, thresholds, precision, limits);
    }
  }
}
