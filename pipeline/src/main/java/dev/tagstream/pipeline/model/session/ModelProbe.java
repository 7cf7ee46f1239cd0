package dev.tagstream.pipeline.model.session;

import dev.tagstream.pipeline.model.GoldenCheck;
import dev.tagstream.pipeline.model.ModelFailedException;
import dev.tagstream.pipeline.model.ModelInput;
import dev.tagstream.pipeline.model.ModelOutput;
import dev.tagstream.pipeline.model.TagModel;
import dev.tagstream.schemas.model.InputSpec;
import java.nio.ByteBuffer;
import java.util.Random;

/**
 * Makes sure that a session computes what it should, before it tags: it answers a probe of noise
 * with usable numbers, and its golden images as its file says.
 */
public final class ModelProbe {

  /** Any number; the probe is the same every time. */
  private static final long SEED = 19;

  /** Normalized pixels are about -3 to 3. */
  private static final float PIXEL_RANGE = 3;

  private ModelProbe() {}

  /**
   * Runs the probe and the golden images.
   *
   * @param file the name of the model in messages
   * @param parts what the job asks the model for
   * @throws UnusableModelException if the model fails, or answers otherwise
   */
  public static void require(String file, TagModel model, ModelOutput.Parts parts) {
    try {
      var unused = model.run(noise(model.contract().input()), parts);
    } catch (ModelFailedException failure) {
      throw new UnusableModelException(
          "%s: does not tag a probe of noise: %s".formatted(file, failure.detail()));
    }
    try {
      GoldenCheck.require(model);
    } catch (ModelFailedException failure) {
      throw new UnusableModelException(
          "%s: on %s %s; export it again, or look for another device or driver"
              .formatted(file, model.facts().device(), failure.detail()));
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
