package dev.tagstream.pipeline.drift;

import dev.tagstream.schemas.model.InvalidContractException;
import dev.tagstream.schemas.model.ModelDescription;
import dev.tagstream.schemas.model.ReferenceTags;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
   * The reference in a model's own file; null if it has none.
   *
   * @param modelSha256 of the file
   */
  public static @Nullable DriftReference of(ModelDescription description, String modelSha256) {
    ReferenceTags tags = description.reference();
    if (tags == null) {
      return null;
    }
    Map<String, Long> labels = new HashMap<>();
    tags.classes()
        .forEach(
            (index, images) ->
                labels.merge(description.labels().of(index).name(), images, Long::sum));
    return new DriftReference(
        description.contract().name(),
        modelSha256,
        new TagCounts(tags.untagged(), tags.meanConfidence(), labels));
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
