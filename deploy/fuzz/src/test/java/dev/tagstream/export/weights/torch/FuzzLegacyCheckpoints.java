package dev.tagstream.export.weights.torch;

import dev.tagstream.export.weights.FuzzWeightFiles;
import java.io.IOException;

/** Checkpoints from before PyTorch 1.6, whose first bytes no fuzzer has to find. */
public final class FuzzLegacyCheckpoints {

  /** The pickles of the magic number, of version 1001 and of a little-endian machine. */
  private static final int[] HEAD = {
    0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, '.', 0x80, 2,
    'M', 0xe9, 3, '.', 0x80, 2, '}', 'X', 13, 0, 0, 0, 'l', 'i', 't', 't', 'l', 'e', '_', 'e', 'n',
    'd', 'i', 'a', 'n', 0x88, 's', '.'
  };

  private FuzzLegacyCheckpoints() {}

  /** The bytes follow the head: the pickles of the content and of the keys, and the storages. */
  public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
    byte[] whole = new byte[HEAD.length + bytes.length];
    for (int i = 0; i < HEAD.length; i++) {
      whole[i] = (byte) HEAD[i];
    }
    System.arraycopy(bytes, 0, whole, HEAD.length, bytes.length);
    FuzzWeightFiles.fuzzerTestOneInput(whole);
  }
}
