package dev.tagstream.pipeline.duplicate;

import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.record.TaggedImage;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tags of images by their bytes, up to a size. Safe for use by all slots of a process. */
public final class KnownTags {

  private static final int INITIAL_CAPACITY = 16;
  private static final float LOAD_FACTOR = 0.75f;

  private final long maxBytes;

  /** In the order of their last use. */
  private final Map<ImageDigest, KnownAnswer> answers =
      new LinkedHashMap<>(INITIAL_CAPACITY, LOAD_FACTOR, true);

  private long bytes;

  KnownTags(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** The tags for an image with these bytes; null if none is known. */
  public @Nullable TaggedImage find(ImageDigest digest, EncodedImage image) {
    KnownAnswer answer;
    synchronized (this) {
      answer = answers.get(digest);
    }
    return answer == null ? null : answer.to(image, System.currentTimeMillis());
  }

  /** Remembers the tags of an image that went through the model. */
  public void remember(ImageDigest digest, TaggedImage image) {
    KnownAnswer answer = KnownAnswer.of(image);
    synchronized (this) {
      KnownAnswer before = answers.put(digest, answer);
      bytes += answer.bytes() - (before == null ? 0 : before.bytes());
      Iterator<KnownAnswer> oldest = answers.values().iterator();
      while (bytes > maxBytes) {
        bytes -= oldest.next().bytes();
        oldest.remove();
      }
    }
  }

  /** About how much of the heap it takes, in bytes. */
  synchronized long bytes() {
    return bytes;
  }
}
