package dev.tagstream.pipeline.fetch;

import dev.tagstream.pipeline.bytes.ByteRange;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

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
   * Reads the body of a response.
   *
   * @param <T> what becomes of it
   */
  interface BodyReader<T> {

    /**
     * Reads the body to its end.
     *
     * @param uri that it came from
     * @param announcedBytes the Content-Length; negative if there is none
     */
    T read(ImageUri uri, InputStream body, long announcedBytes)
        throws IOException, UnfetchableException, NoRoomException;
  }

  /**
   * Gets what is at a URI, as {@link #get} does.
   *
   * @param reader of the body, called at most once
   */
  <T> T read(ImageUri uri, BodyReader<T> reader)
      throws IOException, UnfetchableException, SlowDownException, NoRoomException;

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
