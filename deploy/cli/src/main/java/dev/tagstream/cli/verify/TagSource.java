package dev.tagstream.cli.verify;

import dev.tagstream.pipeline.model.ModelContract;
import dev.tagstream.pipeline.record.UnreadableImageException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One side of the comparison: a model, or a file of known tags. */
interface TagSource extends AutoCloseable {

  /** Whether it can be asked about an image. */
  boolean knows(String id);

  /** The images that it must be asked about, by id; empty if none is demanded. */
  Set<String> demanded();

  /**
   * Refuses a model whose classes are not these.
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

  /** The time that all answers took; null if nothing is run. */
  @Nullable Cost cost();

  @Override
  void close();
}
