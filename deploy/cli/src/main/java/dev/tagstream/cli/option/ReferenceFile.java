package dev.tagstream.cli.option;

import dev.tagstream.console.UserErrorException;
import dev.tagstream.pipeline.drift.DriftReference;
import dev.tagstream.pipeline.model.ModelContract;
import dev.tagstream.pipeline.model.session.ModelFile;
import dev.tagstream.pipeline.model.session.UnusableModelException;
import dev.tagstream.schemas.model.InvalidContractException;
import java.nio.file.Path;

/** Reads what tags are compared with, from either kind of file that can have it. */
public final class ReferenceFile {

  private static final String MODEL = ".onnx";

  private ReferenceFile() {}

  /**
   * Reads a reference.
   *
   * @param file of 'tagstream drift set', or a model with a reference of its own
   * @throws UserErrorException if it has none
   */
  public static DriftReference read(Path file) {
    try {
      return file.toString().endsWith(MODEL) ? inModel(file) : DriftReference.read(file);
    } catch (InvalidContractException invalid) {
      throw new UserErrorException(invalid.line());
    } catch (UnusableModelException unusable) {
      throw new UserErrorException(String.valueOf(unusable.getMessage()));
    }
  }

  private static DriftReference inModel(Path file) {
    ModelContract model = ModelFile.read(file);
    DriftReference reference = DriftReference.of(model.description(), model.sha256());
    if (reference == null) {
      throw new UserErrorException(
          "%s: has no reference; export it with --calibration, or take one with 'tagstream drift set'"
              .formatted(file));
    }
    return reference;
  }
}
