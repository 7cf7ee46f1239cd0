package dev.tagstream.pipeline.fetch;

import dev.tagstream.pipeline.bytes.ByteRange;
import java.io.Closeable;
import java.io.IOException;

/** Gets what lies at a URI, in one try. Safe for use by any number of threads. */
interface UriSource extends Closeable {

  /** Room for the bytes of one image. */
  interface Room {

    /**
     * Takes room for all bytes of the image that are known of, in place of what was taken before.
     *
     * @throws NoRoomException if there is not so much
     */
    void take(long bytes) throws NoRoomException;
  }

  /**
   * Gets an image.
   *
   * @throws IOException if it did not come, but may do so the next time; one line
   * @throws UnfetchableException if it never will
   * @throws SlowDownException if the server asks for less
   * @throws NoRoomException if there is no room for it now
   */
  ByteRange get(ImageUri uri, Room room)
      throws IOException, UnfetchableException, SlowDownException, NoRoomException;

  @Override
  default void close() throws IOException {}
}
