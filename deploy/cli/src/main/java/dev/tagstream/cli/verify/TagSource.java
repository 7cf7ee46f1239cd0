package dev.tagstream.cli.verify;

import dev.tagstream.pipeline.model.ModelContract;
import dev.tagstream.pipeline.record.UnreadableImageException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One side of the comparison: a model, or a file of known tags. */
interface TagSource extends AutoCloseable {

  /** Whether it has an answer for an image. */
  boolean knows(String id);

  /** The ids of the images that the comparison must include; empty if it requires none. */
  Set<String> demanded();

  /**
   * Refuses a model with other classes.
   *
   * @throws dev.tagstream.console.UserErrorException if the two cannot be compared
   */
  void requireSameClasses(ModelContract model);

  /**
   * Prepares an image.
   *
   * @param id of the image
   * @param encoded the file's bytes; not kept
   * @throws UnreadableImageException if it cannot be decoded
   */
  Question prepare(String id, byte[] encoded) throws UnreadableImageException;

  /** The cost of all answers; null if no model runs. */
  @Nullable Cost cost();

  @Override
  void close();
}
