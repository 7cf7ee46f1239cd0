package dev.tagstream.cli.doctor.machine;

import dev.tagstream.cli.doctor.check.Check;
import dev.tagstream.cli.doctor.check.Findings;
import dev.tagstream.cli.doctor.check.Refusal;
import dev.tagstream.pipeline.config.TaggingConfig;
import dev.tagstream.pipeline.model.ModelContract;
import dev.tagstream.pipeline.model.TagModel;
import dev.tagstream.pipeline.model.session.DeviceRequest;
import dev.tagstream.pipeline.model.session.ModelFile;
import dev.tagstream.pipeline.model.session.SessionRegistry;
import dev.tagstream.pipeline.model.session.UnusableDeviceException;
import dev.tagstream.pipeline.model.session.UnusableModelException;
import dev.tagstream.schemas.model.InputSpec;
import java.nio.file.Path;

/** Checks the job's model file: its checksum, its contract, and that it runs. */
public final class ModelCheck implements Check.Examination {

  private static final String NAME = "model";

  private final TaggingConfig config;

  /** Creates the check for the model in a job's configuration. */
  public ModelCheck(TaggingConfig config) {
    this.config = config;
  }

  @Override
  public void examine(Findings findings) {
    Path file = Path.of(config.modelFile());
    String sha256 = config.modelSha256();
    try {
      if (sha256 != null) {
        ModelFile.requireSha256(file, sha256);
      }
      ModelContract contract = ModelFile.read(file);
      // runs a blank image on the CPU; on a GPU, building engines could take minutes
      try (TagModel model = SessionRegistry.ofProcess().lease(file, DeviceRequest.cpu(), 1)) {
        findings.ok(NAME, words(file, model.contract()));
      }
      examineEmbedding(contract, findings);
    } catch (UnusableModelException | UnusableDeviceException refused) {
      findings.failure(NAME, Refusal.of(refused, "set tagging.model.file to another"));
    }
  }

  private void examineEmbedding(ModelContract contract, Findings findings) {
    if (config.tags().embedding() && contract.embedding() == null) {
      findings.failure(
          NAME,
          "tagging.tags.embedding is true but the model has no embedding",
          "export it with --outputs tags,embedding");
    }
  }

  private static String words(Path file, ModelContract contract) {
    InputSpec input = contract.input();
    return "%s runs: %s, %s, %d classes%s, SHA-256 %s"
        .formatted(
            file,
            contract.name(),
            input.takesAnySize() ? "any size" : input.width() + "x" + input.height(),
            contract.output().classes(),
            contract.labels().classes().isEmpty() ? " without labels" : "",
            contract.sha256());
  }
}
