package dev.tagstream.pipeline.objects.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tagstream.pipeline.objects.store.StoredObject;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A set of up to many millions of objects, each in one version. It keeps the first 128 bits of a
 * digest of each object in an open hash table on the heap, which is at most three quarters full.
 */
public final class KnownObjects {

  private static final int FIRST_PLACES = 1 << 10;

  private long[] digests = new long[2 * FIRST_PLACES];
  private int count;

  /** Adds an object in its version; adding it again has no effect. */
  public void add(StoredObject object) {
    if ((count + 1) * 4L > digests.length / 2 * 3L) {
      grow();
    }
    ByteBuffer digest = digest(object);
    put(digest.getLong(0) | 1, digest.getLong(Long.BYTES));
  }

  /** Whether the set contains the object in this version. */
  public boolean contains(StoredObject object) {
    ByteBuffer digest = digest(object);
    long first = digest.getLong(0) | 1;
    return digests[place(first, digest.getLong(Long.BYTES))] != 0;
  }

  private void put(long first, long second) {
    int place = place(first, second);
    if (digests[place] == 0) {
      digests[place] = first;
      digests[place + 1] = second;
      count++;
    }
  }

  /**
   * The index of a digest, or of the free slot where it belongs. The first half of a digest is
   * never 0.
   */
  private int place(long first, long second) {
    int places = digests.length / 2;
    int place = (int) Long.remainderUnsigned(second, places);
    while (digests[2 * place] != 0
        && (digests[2 * place] != first || digests[2 * place + 1] != second)) {
      place = (place + 1) % places;
    }
    return 2 * place;
  }

  private void grow() {
    long[] before = digests;
    digests = new long[Math.multiplyExact(before.length, 2)];
    count = 0;
    for (int i = 0; i < before.length; i += 2) {
      if (before[i] != 0) {
        put(before[i], before[i + 1]);
      }
    }
  }

  private static ByteBuffer digest(StoredObject object) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(object.version().getBytes(UTF_8));
      sha256.update((byte) 0);
      return ByteBuffer.wrap(sha256.digest(object.uri().getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
