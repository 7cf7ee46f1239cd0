package dev.tagstream.export;

import dev.tagstream.schemas.model.Precision;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which foreign ONNX file is to become a Tagstream model, and what only the user knows of it.
 *
 * @param onnx the file to adopt
 * @param preprocessing {@code torchvision}, {@code keras} or a JSON file
 * @param out the file to write; replaced if it exists, may be {@code onnx} itself
 * @param labels the names of the classes: {@code imagenet} or a file; null to write none
 * @param name what results call the model; null for what the preprocessing file says, else the ONNX
 *     file's name without its extension
 * @param output the graph's output with the scores; null to find it
 * @param thresholds a file with the lowest score that makes a tag, by label; null for the usual
 *     ones
 * @param precision float16 to convert a float32 graph; null to leave it as it is
 */
public record AdoptRequest(
    Path onnx,
    String preprocessing,
    Path out,
    @Nullable String labels,
    @Nullable String name,
    @Nullable String output,
    @Nullable Path thresholds,
    @Nullable Precision precision) {

  public AdoptRequest {
    if (precision != null && precision != Precision.FLOAT16) {
      throw new IllegalArgumentException("adopting does not convert to " + precision);
    }
  }

  /** The request with every default. */
  public static AdoptRequest of(Path onnx, String preprocessing, Path out) {
    return builder(onnx, preprocessing, out).build();
  }

  /** The request with every default that is not set. */
  public static Builder builder(Path onnx, String preprocessing, Path out) {
    return new Builder(onnx, preprocessing, out);
  }

  /** Sets what is not to have its default; null is the default. */
  public static final class Builder {

    private final Path onnx;
    private final String preprocessing;
    private final Path out;
    private @Nullable String labels;
    private @Nullable String name;
    private @Nullable String output;
    private @Nullable Path thresholds;
    private @Nullable Precision precision;

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

    public Builder output(@Nullable String graphOutput) {
      this.output = graphOutput;
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

    public AdoptRequest build() {
      return new AdoptRequest(
          onnx, preprocessing, out, labels, name, output, thresholds, precision);
    }
  }
}
