package dev.tagstream.pipeline.fetch;

import dev.tagstream.pipeline.bytes.ByteRange;
import java.io.Closeable;
import java.io.IOException;

/** Gets the bytes at a URI, in one attempt. Safe for use by any number of threads. */
interface UriSource extends Closeable {

  /** Room for the bytes of one image. */
  interface Room {

    /**
     * Takes room for the image in place of the room that it had.
     *
     * @param bytes the size of the image as far as known
     * @throws NoRoomException if there is not enough room
     */
    void take(long bytes) throws NoRoomException;
  }

  /**
   * Gets an image.
   *
   * @throws IOException if the attempt failed, but another one may succeed; the message is one line
   * @throws UnfetchableException if no attempt can succeed
   * @throws SlowDownException if the server answered 429 or 503
   * @throws NoRoomException if there is no room for it now
   */
  ByteRange get(ImageUri uri, Room room)
      throws IOException, UnfetchableException, SlowDownException, NoRoomException;

  @Override
  default void close() throws IOException {}
}
