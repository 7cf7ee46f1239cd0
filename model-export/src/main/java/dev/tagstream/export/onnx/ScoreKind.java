package dev.tagstream.export.onnx;

import dev.tagstream.export.problem.ExportException;
import dev.tagstream.schemas.model.OutputSpec.Kind;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Determines the kind of a graph's scores: as the user states it, or else from its last node.
 *
 * @param file with the graph
 * @param output with the scores
 * @param ending the computation of the scores
 */
record ScoreKind(Path file, String output, Ending ending) {

  /**
   * The kind.
   *
   * @param stated by the user; null to detect it
   * @throws ExportException if the graph contradicts it
   */
  Kind of(@Nullable Kind stated) {
    return switch (ending.layer()) {
      case SOFTMAX -> told(stated, Kind.PROBABILITIES);
      // some networks with one class for each image are trained with a sigmoid for each class
      case SIGMOID -> stated == Kind.PROBABILITIES ? stated : told(stated, Kind.SIGMOID);
      case LOG_SOFTMAX -> told(stated, Kind.LOGITS);
      case LINEAR, OTHER, TOP_K -> stated != null ? stated : Kind.LOGITS;
    };
  }

  private Kind told(@Nullable Kind stated, Kind told) {
    if (stated != null && stated != told) {
      throw ExportException.in(
          file,
          "the output %s ends in a %s, so its scores are %s, not %s as stated"
              .formatted(output, ending.operator(), name(told), name(stated)));
    }
    return told;
  }

  private static String name(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
