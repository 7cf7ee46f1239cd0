package dev.tagstream.pipeline.rollout;

import dev.tagstream.pipeline.model.ModelContract;
import dev.tagstream.pipeline.model.ModelOutput;
import dev.tagstream.pipeline.model.SessionFacts;
import dev.tagstream.pipeline.model.TagModel;
import dev.tagstream.pipeline.model.session.DeviceRequest;
import dev.tagstream.pipeline.model.session.ModelFile;
import dev.tagstream.pipeline.model.session.ModelProbe;
import dev.tagstream.pipeline.model.session.UnusableDeviceException;
import dev.tagstream.pipeline.model.session.UnusableModelException;
import dev.tagstream.pipeline.operator.ModelLoader;
import dev.tagstream.pipeline.operator.TagSelection;
import dev.tagstream.pipeline.record.ModelEpoch;
import dev.tagstream.pipeline.record.ModelRole;
import dev.tagstream.pipeline.swap.SwapMode;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets the models of an epoch ready beside the running ones: the file of each is the expected one,
 * its session is open and warm on the same device, it takes the same pixels, it answers a probe
 * with usable numbers, and its golden images as its file says. Where the job swaps in place, all of
 * that but the session on the device, which {@code tag-images} opens at the barrier.
 *
 * @param loader of the model that the job was started with
 * @param selections determine the content of a result
 * @param shadows what becomes of a shadow's results
 */
public record ModelPreparation(ModelLoader loader, TagSelection.Rule selections, Shadows shadows)
    implements Serializable {

  /** What becomes of a shadow's results. */
  public enum Shadows {
    /** They are written. */
    WRITTEN,
    /** There is no place for them, so an epoch with a shadow is refused. */
    REFUSED
  }

  private static final Logger LOG = LoggerFactory.getLogger(ModelPreparation.class);

  /** What {@link SessionFacts#device} calls the CPU. */
  private static final String CPU = "cpu";

  /**
   * Leases the models that the job resumes with. The job goes on without a canary or a shadow that
   * cannot be used any more; the guards then stop it.
   *
   * @throws SuppressRestartsException if the steps before the model are made for another one: the
   *     job was started with another {@code tagging.model.file} than before
   */
  List<TagModel> begin(ModelEpoch current, RuntimeContext context) {
    List<TagModel> models = new ArrayList<>();
    TagModel main = loader.of(current, ModelRole.MAIN).load(context);
    models.add(main);
    try {
      var unused = selections.of(main.contract());
    } catch (UnusableModelException unfit) {
      main.close();
      throw new SuppressRestartsException(unfit);
    }
    for (ModelRole role : List.of(ModelRole.CANARY, ModelRole.SHADOW)) {
      if (current.model(role) != null) {
        try {
          models.add(loader.of(current, role).lease(loader.request(context)));
        } catch (UnusableModelException | UnusableDeviceException unusable) {
          LOG.warn(
              "The job resumes without the {} of epoch {}: {}",
              role.word(),
              current.number(),
              unusable.getMessage());
        }
      }
    }
    return models;
  }

  /**
   * Leases the models of an epoch, all of them ready; none where the job swaps in place.
   *
   * @param request the device that runs the current model
   * @param running the session of the current model
   * @throws UnusableModelException if one of the models cannot be used here
   * @throws UnusableDeviceException if the device cannot run it beside the current ones
   */
  List<TagModel> prepare(ModelEpoch epoch, DeviceRequest request, SessionFacts running) {
    ModelEpoch.Model shadow = epoch.shadow();
    if (shadow != null && shadows == Shadows.REFUSED) {
      throw new UnusableModelException(
          "%s: there is no topic for the results of a shadow; start the job with tagging.kafka.shadow-topic"
              .formatted(shadow.place()));
    }
    if (loader.swap() == SwapMode.IN_PLACE) {
      verify(epoch, running);
      return List.of();
    }
    List<TagModel> ready = new ArrayList<>();
    try {
      for (ModelRole role : ModelRole.values()) {
        ModelEpoch.Model model = epoch.model(role);
        if (model != null) {
          ready.add(prepare(model, loader.of(epoch, role), request, running));
        }
      }
      return ready;
    } catch (RuntimeException | Error refused) {
      ready.forEach(TagModel::close);
      throw refused;
    }
  }

  /**
   * Verifies the model of an epoch without opening it on the device. A GPU's model is run on the
   * CPU: that takes memory of the host only, and those who export models run them there, too. On a
   * CPU that would be a second session on the device, so its graph is only read.
   */
  private void verify(ModelEpoch epoch, SessionFacts running) {
    for (ModelRole role : List.of(ModelRole.CANARY, ModelRole.SHADOW)) {
      ModelEpoch.Model trial = epoch.model(role);
      if (trial != null) {
        throw new UnusableModelException(
            "%s: a %s needs a session beside that of the main model, but tagging.models.swap is %s"
                .formatted(trial.place(), role.word(), loader.swap()));
      }
    }
    ModelEpoch.Model named = epoch.main();
    ModelLoader lender = loader.of(epoch, ModelRole.MAIN);
    Path file = lender.path();
    ModelFile.requireSha256(file, named.sha256());
    ModelContract contract = ModelFile.read(file);
    ModelOutput.Parts parts = selections.of(contract).parts();
    if (!running.device().equals(CPU)) {
      try (TagModel model = lender.lease(DeviceRequest.cpu())) {
        ModelProbe.require(named.place(), model, parts);
      }
    }
  }

  private TagModel prepare(
      ModelEpoch.Model named, ModelLoader lender, DeviceRequest request, SessionFacts running) {
    // an open session of the same model would hide a wrong path until the next restart
    ModelFile.requireSha256(lender.path(), named.sha256());
    TagModel model = lender.lease(request);
    try {
      String fallback = model.facts().fallback();
      if (fallback != null && running.fallback() == null) {
        throw new UnusableDeviceException(
            "%s: %s does not run it beside the current model: %s"
                .formatted(named.place(), running.device(), fallback),
            null);
      }
      ModelProbe.require(named.place(), model, selections.of(model.contract()).parts());
      return model;
    } catch (RuntimeException | Error refused) {
      model.close();
      throw refused;
    }
  }
}
