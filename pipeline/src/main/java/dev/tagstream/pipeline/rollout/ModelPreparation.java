package dev.tagstream.pipeline.rollout;

import dev.tagstream.pipeline.model.ModelContract;
import dev.tagstream.pipeline.model.ModelFailedException;
import dev.tagstream.pipeline.model.ModelInput;
import dev.tagstream.pipeline.model.ModelOutput;
import dev.tagstream.pipeline.model.TagModel;
import dev.tagstream.pipeline.model.session.UnusableModelException;
import dev.tagstream.pipeline.operator.ModelLoader;
import dev.tagstream.pipeline.operator.SelectionRule;
import dev.tagstream.pipeline.record.ModelEpoch;
import dev.tagstream.schemas.model.InputSpec;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Random;
import org.apache.flink.api.common.functions.RuntimeContext;

/**
 * Gets a model ready beside the running one: its file is the expected one, its session is open and
 * warm, it takes the same pixels, and it answers a probe with usable numbers.
 *
 * @param loader of the model that the job was started with
 * @param selections determine the content of a result
 * @param contract of that model
 */
public record ModelPreparation(ModelLoader loader, SelectionRule selections, ModelContract contract)
    implements Serializable {

  /** Any number; the probe is the same every time. */
  private static final long SEED = 19;

  /** Normalized pixels are about -3 to 3. */
  private static final float PIXEL_RANGE = 3;

  /**
   * Leases a model that is ready.
   *
   * @param context of the instance, with the GPUs that Flink gives it
   * @throws RuntimeException if it cannot be used here; its message is one line
   */
  TagModel prepare(ModelEpoch epoch, RuntimeContext context) {
    TagModel model = loader.of(epoch).lease(context);
    try {
      requireSamePixels(epoch, model.contract());
      probe(epoch, model, selections.of(model.contract()).parts());
      return model;
    } catch (RuntimeException | Error refused) {
      model.close();
      throw refused;
    }
  }

  private void requireSamePixels(ModelEpoch epoch, ModelContract other) {
    if (!other.preprocessing().equals(contract.preprocessing())) {
      throw new UnusableModelException(
          "%s: prepares images by other rules than the job's model; start the job with it from a savepoint"
              .formatted(epoch.file()));
    }
    if (!other.input().equals(contract.input())) {
      throw new UnusableModelException(
          "%s: takes another input than the job's model; start the job with it from a savepoint"
              .formatted(epoch.file()));
    }
  }

  private static void probe(ModelEpoch epoch, TagModel model, ModelOutput.Parts parts) {
    try {
      var unused = model.run(noise(model.contract().input()), parts);
    } catch (ModelFailedException failure) {
      throw new UnusableModelException(
          "%s: does not tag a probe of noise: %s".formatted(epoch.file(), failure.detail()));
    }
  }

  /** One image of noise. */
  private static ModelInput noise(InputSpec spec) {
    ModelInput input = ModelInput.blank(spec, 1);
    ByteBuffer rows = input.rows();
    Random random = new Random(SEED);
    while (rows.remaining() >= Float.BYTES) {
      switch (spec.type()) {
        case FLOAT32 -> rows.putFloat(PIXEL_RANGE * (2 * random.nextFloat() - 1));
        case UINT8 -> rows.putInt(random.nextInt());
      }
    }
    return new ModelInput(rows.rewind(), 1, input.width(), input.height());
  }
}
