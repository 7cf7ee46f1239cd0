package dev.tagstream.pipeline.drift;

import dev.tagstream.schemas.model.InvalidContractException;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;

/**
 * What later tags of a model are compared with.
 *
 * @param model the model's name from its contract
 * @param modelSha256 of the model file: 64 lower-case hexadecimal digits
 * @param counts of the images that the reference was taken from; at least one has a tag
 */
public record DriftReference(String model, String modelSha256, TagCounts counts)
    implements Serializable {

  public DriftReference {
    if (counts.labels().isEmpty()) {
      throw new IllegalArgumentException("a reference needs an image with a tag");
    }
  }

  /**
   * Reads a file that {@link #write} wrote.
   *
   * @throws InvalidContractException if it cannot be read or breaks a rule of the format; its
   *     message is one line that names the file, the field, the rule and the value
   */
  public static DriftReference read(Path file) {
    return ReferenceJson.read(file);
  }

  /**
   * Writes this reference as JSON. A file with this name is replaced when the new one is complete.
   */
  public void write(Path file) throws IOException {
    ReferenceJson.write(this, file);
  }
}
