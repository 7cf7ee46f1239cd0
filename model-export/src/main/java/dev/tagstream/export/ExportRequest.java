package dev.tagstream.export;

import dev.tagstream.export.contract.OutputSpec;
import dev.tagstream.export.resnet.Stem;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What is to be exported, and how.
 *
 * @param weights a PyTorch checkpoint or safetensors file with torchvision's names
 * @param out the ONNX file to write; replaced if it exists
 * @param labels the names of the classes; null to write none
 * @param name what results call the model; null for what the preprocessing file says, else the
 *     weights' file name without its extension
 * @param kind what the graph gives; null for what the preprocessing file says, else logits
 * @param stem that the network must have; null to tell it from the weights
 * @param preprocessing {@code torchvision}, {@code keras} or a JSON file; null for torchvision's
 * @param imageSize height and width of the input, in pixels; null for what the preprocessing file
 *     says, else 224, else 32 for the small-image stem
 */
public record ExportRequest(
    Path weights,
    Path out,
    @Nullable Path labels,
    @Nullable String name,
    OutputSpec.@Nullable Kind kind,
    @Nullable Stem stem,
    @Nullable String preprocessing,
    @Nullable Integer imageSize) {

  /** The request with every default: logits, no labels, all else told from the weights. */
  public static ExportRequest of(Path weights, Path out) {
    return new ExportRequest(weights, out, null, null, null, null, null, null);
  }
}
