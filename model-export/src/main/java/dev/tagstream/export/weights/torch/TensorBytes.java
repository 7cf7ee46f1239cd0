package dev.tagstream.export.weights.torch;

import java.io.Closeable;
import java.nio.ByteOrder;

/** The bytes of a checkpoint's storages. No size that a file claims is believed. */
interface TensorBytes extends Closeable {

  /** In which elements lie. */
  ByteOrder byteOrder();

  /**
   * The size of a storage, in bytes, if it may be read.
   *
   * @param tensor that lies in it, for error messages
   * @param storage its key
   */
  long size(String tensor, String storage);

  /**
   * Reads {@code length} bytes of a storage from {@code offset} on.
   *
   * @param tensor that lies in it, for error messages
   * @param storage its key
   */
  byte[] read(String tensor, String storage, long offset, int length);

  /** Where a storage lies, for error messages. */
  String place(String storage);

  @Override
  void close();
}
