package dev.tagstream.cli.tag.output;

import dev.tagstream.console.UserErrorException;
import dev.tagstream.pipeline.record.ImageOutcome;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The format of answers in a file to which records are appended. */
interface RecordFormat {

  /**
   * The facts in a record that was read back.
   *
   * @param id of the image
   * @param version of the object that contains it; empty if it has none
   * @param modelSha256 of the model that tagged it; null for a reject
   */
  record Known(String id, String version, @Nullable String modelSha256) {

    /**
     * Makes sure that it is not another model's.
     *
     * @param path of the file that it stands in
     */
    void requireModel(Path path, String expectedSha256) {
      if (modelSha256 != null && !modelSha256.equals(expectedSha256)) {
        throw new UserErrorException(
            "%s has tags of a model with SHA-256 %s but this one has %s; resume with the same model, or name another file"
                .formatted(path, modelSha256, expectedSha256));
      }
    }
  }

  /** The header of a new file: empty, or a line with its line end. */
  String header();

  /** An answer as a record, without its line end. */
  String record(ImageOutcome answer);

  /** The end of a record. */
  RecordEnd end();

  /**
   * Reads a record back.
   *
   * @param record without its line end
   * @return empty if this format did not write it
   */
  Optional<Known> read(String record);
}
