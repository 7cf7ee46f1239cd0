package dev.tagstream.pipeline.rollout;

import dev.tagstream.pipeline.model.GoldenCheck;
import dev.tagstream.pipeline.model.ModelFailedException;
import dev.tagstream.pipeline.model.ModelInput;
import dev.tagstream.pipeline.model.ModelOutput;
import dev.tagstream.pipeline.model.SessionFacts;
import dev.tagstream.pipeline.model.TagModel;
import dev.tagstream.pipeline.model.session.DeviceRequest;
import dev.tagstream.pipeline.model.session.ModelFile;
import dev.tagstream.pipeline.model.session.UnusableDeviceException;
import dev.tagstream.pipeline.model.session.UnusableModelException;
import dev.tagstream.pipeline.operator.ModelLoader;
import dev.tagstream.pipeline.operator.TagSelection;
import dev.tagstream.pipeline.record.ModelEpoch;
import dev.tagstream.schemas.model.InputSpec;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Random;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.runtime.execution.SuppressRestartsException;

/**
 * Gets a model ready beside the running one: its file is the expected one, its session is open and
 * warm on the same device, it takes the same pixels, it answers a probe with usable numbers, and
 * its golden images as its file says.
 *
 * @param loader of the model that the job was started with
 * @param selections determine the content of a result
 */
public record ModelPreparation(ModelLoader loader, TagSelection.Rule selections)
    implements Serializable {

  /** Any number; the probe is the same every time. */
  private static final long SEED = 19;

  /** Normalized pixels are about -3 to 3. */
  private static final float PIXEL_RANGE = 3;

  /**
   * Leases the model that the job resumes with.
   *
   * @throws SuppressRestartsException if the steps before the model are made for another one: the
   *     job was started with another {@code tagging.model.file} than before
   */
  TagModel begin(ModelEpoch current, RuntimeContext context) {
    TagModel model = loader.of(current).load(context);
    try {
      var unused = selections.of(model.contract());
      return model;
    } catch (UnusableModelException unfit) {
      model.close();
      throw new SuppressRestartsException(unfit);
    }
  }

  /**
   * Leases a model that is ready.
   *
   * @param request the device that runs the current model
   * @param running the session of the current model
   * @throws UnusableModelException if the model cannot be used here
   * @throws UnusableDeviceException if the device cannot run it beside the current one
   */
  TagModel prepare(ModelEpoch epoch, DeviceRequest request, SessionFacts running) {
    // an open session of the same model would hide a wrong path until the next restart
    ModelFile.requireSha256(Path.of(epoch.file()), epoch.sha256());
    TagModel model = loader.of(epoch).lease(request);
    try {
      String fallback = model.facts().fallback();
      if (fallback != null && running.fallback() == null) {
        throw new UnusableDeviceException(
            "%s: %s does not run it beside the current model: %s"
                .formatted(epoch.file(), running.device(), fallback),
            null);
      }
      probe(epoch, model, selections.of(model.contract()).parts());
      return model;
    } catch (RuntimeException | Error refused) {
      model.close();
      throw refused;
    }
  }

  private static void probe(ModelEpoch epoch, TagModel model, ModelOutput.Parts parts) {
    try {
      var unused = model.run(noise(model.contract().input()), parts);
    } catch (ModelFailedException failure) {
      throw new UnusableModelException(
          "%s: does not tag a probe of noise: %s".formatted(epoch.file(), failure.detail()));
    }
    try {
      GoldenCheck.require(model);
    } catch (ModelFailedException failure) {
      throw new UnusableModelException(
          "%s: on %s %s; export it again, or look for another device or driver"
              .formatted(epoch.file(), model.facts().device(), failure.detail()));
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
