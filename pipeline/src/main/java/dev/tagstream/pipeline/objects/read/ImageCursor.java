package dev.tagstream.pipeline.objects.read;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The images of an object, or of a part of it, one after another. For use by one thread. */
public interface ImageCursor extends Closeable {

  /**
   * The next image or reject; null after the last.
   *
   * @throws IOException if the store fails; the message is one line that names the object
   */
  @Nullable ReadImage next() throws IOException;

  /**
   * The part of the object that has been read, 0 to 1: of its bytes as they are stored, or of a
   * table's rows.
   */
  double readShare();
}
