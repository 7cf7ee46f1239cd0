package dev.tagstream.cli.tag.output;

import dev.tagstream.pipeline.record.ImageOutcome;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How answers become the records of a file that grows at its end. */
interface RecordFormat {

  /**
   * What a record says that was read back.
   *
   * @param id of the image
   * @param version of the object that it lies in; empty where it had none
   * @param modelSha256 of the model that tagged it; null for a reject
   */
  record Known(String id, String version, @Nullable String modelSha256) {}

  /** The beginning of a new file: nothing, or a line with its end. */
  String header();

  /** An answer as a record, without its line end. */
  String record(ImageOutcome answer);

  /** When a record ends. */
  RecordEnd end();

  /**
   * Reads a record back.
   *
   * @param record without its line end
   * @return empty if this format did not write it
   */
  Optional<Known> read(String record);
}
