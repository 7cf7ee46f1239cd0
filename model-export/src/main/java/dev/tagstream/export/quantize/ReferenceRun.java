package dev.tagstream.export.quantize;

import ai.onnx.proto.OnnxMl.ModelProto;
import dev.tagstream.schemas.model.Contract;
import dev.tagstream.schemas.model.OutputSpec;
import dev.tagstream.schemas.model.OutputSpec.Kind;
import dev.tagstream.schemas.model.ReferenceTags;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Runs a model on images and counts their best tags, as a job chooses them. */
public final class ReferenceRun {

  private final OutputSpec output;
  private final Map<Integer, Long> classes = new TreeMap<>();
  private long untagged;
  private double confidence;

  private ReferenceRun(OutputSpec output) {
    this.output = output;
  }

  /**
   * The best tags of images.
   *
   * @param contract of the model
   * @param images prepared by the contract
   * @return null if no image has a tag, as with a model that has an embedding only
   */
  public static @Nullable ReferenceTags of(
      ModelProto model, Contract contract, List<CalibrationImage> images) {
    OutputSpec output = contract.output();
    if (!output.givesTags()) {
      return null;
    }
    ReferenceRun run = new ReferenceRun(output);
    try (GraphSession session = GraphSession.of(model, ImageInput.of(model, contract.input()))) {
      for (CalibrationImage image : images) {
        run.count(session.output(output.name(), image));
      }
    }
    return run.tags();
  }

  private @Nullable ReferenceTags tags() {
    long tagged = classes.values().stream().mapToLong(Long::longValue).sum();
    return tagged == 0
        ? null
        : new ReferenceTags(untagged, Math.min(1, confidence / tagged), classes);
  }

  /** A graph with a fixed batch repeats the classes of the image. */
  private void count(float[] scores) {
    double[] probabilities = probabilities(scores);
    int best = -1;
    for (int index = 0; index < probabilities.length; index++) {
      if (probabilities[index] >= output.threshold(index)
          && (best < 0 || probabilities[index] > probabilities[best])) {
        best = index;
      }
    }
    if (best < 0) {
      untagged++;
    } else {
      classes.merge(best, 1L, Long::sum);
      // rounding may exceed 1
      confidence += Math.min(1, probabilities[best]);
    }
  }

  private double[] probabilities(float[] scores) {
    double[] row = new double[output.classes()];
    for (int index = 0; index < row.length; index++) {
      row[index] = scores[index];
    }
    if (output.kind() != Kind.LOGITS) {
      return row;
    }
    double most = Arrays.stream(row).max().orElseThrow();
    double[] exponentials = Arrays.stream(row).map(logit -> Math.exp(logit - most)).toArray();
    double sum = Arrays.stream(exponentials).sum();
    return Arrays.stream(exponentials).map(exponential -> exponential / sum).toArray();
  }
}
