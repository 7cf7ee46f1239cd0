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
 * @param precision float16 to convert a float32 graph; null to leave it as it is
 */
public record AdoptRequest(
    Path onnx,
    String preprocessing,
    Path out,
    @Nullable String labels,
    @Nullable String name,
    @Nullable String output,
    @Nullable Precision precision) {

  public AdoptRequest {
    if (precision != null && precision != Precision.FLOAT16) {
      throw new IllegalArgumentException("adopting does not convert to " + precision);
    }
  }

  /** The request with every default. */
  public static AdoptRequest of(Path onnx, String preprocessing, Path out) {
    return new AdoptRequest(onnx, preprocessing, out, null, null, null, null);
  }
}
