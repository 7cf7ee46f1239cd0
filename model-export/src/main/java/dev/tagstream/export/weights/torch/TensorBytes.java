package dev.tagstream.export.weights.torch;

import java.io.Closeable;
import java.nio.ByteOrder;

/** Reads the bytes of a checkpoint's storages. Does not trust any size that a file declares. */
interface TensorBytes extends Closeable {

  /** The byte order of the elements. */
  ByteOrder byteOrder();

  /**
   * The size of a storage in bytes. Refuses a storage that must not be read.
   *
   * @param tensor a tensor in it, for error messages
   * @param storage its key
   */
  long size(String tensor, String storage);

  /**
   * Reads {@code length} bytes of a storage, starting at {@code offset}.
   *
   * @param tensor a tensor in it, for error messages
   * @param storage its key
   */
  byte[] read(String tensor, String storage, long offset, int length);

  /** The position of a storage, for error messages. */
  String place(String storage);

  @Override
  void close();
}
