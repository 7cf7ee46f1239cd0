package dev.tagstream.export.quantize;

import ai.onnx.proto.OnnxMl.ModelProto;
import dev.tagstream.export.verify.Agreement;
import dev.tagstream.schemas.model.Contract;
import java.util.List;

/** Estimates the accuracy loss of quantization on images that were not used for calibration. */
public final class HeldBack {

  private HeldBack() {}

  /**
   * Compares the best classes of two models.
   *
   * @param contract of both
   * @param images that were not used to calibrate the quantized model
   * @return an agreement over no images if the model has an embedding and no scores
   */
  public static Agreement agreement(
      ModelProto float32, ModelProto quantized, Contract contract, List<CalibrationImage> images) {
    if (images.isEmpty() || !contract.output().givesTags()) {
      return Agreement.NONE;
    }
    ImageInput input = ImageInput.of(float32, contract.input());
    String scores = contract.output().name();
    Agreement agreement = Agreement.NONE;
    try (GraphSession reference = GraphSession.of(float32, input);
        GraphSession model = GraphSession.of(quantized, input)) {
      for (CalibrationImage image : images) {
        int wanted = best(reference.output(scores, image), contract.output().classes());
        int given = best(model.output(scores, image), contract.output().classes());
        agreement = agreement.plus(wanted == given);
      }
    }
    return agreement;
  }

  /** The best class, the first of equal scores. A graph with a fixed batch repeats the classes. */
  private static int best(float[] scores, int classes) {
    int best = 0;
    for (int i = 1; i < classes; i++) {
      if (scores[i] > scores[best]) {
        best = i;
      }
    }
    return best;
  }
}
