package dev.tagstream.pipeline.fetch;

/**
 * The room for the bytes of the images in a window. An image takes its expected size while it is
 * fetched, and its exact size once it has arrived. The window's lock guards it.
 */
final class ByteBudget {

  private static final int SMOOTHING = 8;

  private final long most;
  private long bytes;
  private long usualBytes;

  /**
   * An empty budget.
   *
   * @param most the bytes of all images together, at least 1
   */
  ByteBudget(long most) {
    this.most = most;
  }

  boolean isFull() {
    return bytes >= most;
  }

  void add(Fetch fetch) {
    bytes += fetch.bytes;
  }

  void remove(Fetch fetch) {
    bytes -= fetch.bytes;
  }

  /** The size that its server announced in an earlier attempt, or else the usual size, in bytes. */
  long expected(Fetch fetch) {
    return Math.max(fetch.knownBytes, usualBytes);
  }

  /** Whether there is room for {@code wanted} bytes of an image, in place of what it has. */
  boolean fits(Fetch fetch, long wanted) {
    return bytes + wanted - fetch.bytes <= most;
  }

  /** Gives an image room for {@code wanted} bytes, in place of what it has. */
  void take(Fetch fetch, long wanted) {
    bytes += wanted - fetch.bytes;
    fetch.bytes = wanted;
  }

  /** Gives an image its exact room after an attempt: none, unless it has arrived. */
  void settle(Fetch fetch, FetchResult result) {
    long length = result instanceof FetchResult.Image here ? here.image().bytes().length() : 0;
    take(fetch, length);
    if (result instanceof FetchResult.Image) {
      usualBytes = usualBytes == 0 ? length : ((SMOOTHING - 1) * usualBytes + length) / SMOOTHING;
    }
  }
}
