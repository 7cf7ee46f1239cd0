package dev.tagstream.pipeline.fetch;

import dev.tagstream.pipeline.record.EncodedImage;
import org.jspecify.annotations.Nullable;

/** An image in the window. The window's lock guards it. */
final class Fetch {

  /** Where it stands. */
  enum State {
    WAITING,
    RUNNING,
    DONE
  }

  final EncodedImage image;
  State state;

  /** In the window's budget: expected while it is fetched, real once it is here. */
  long bytes;

  /** Learnt from an answer that there was no room for; 0 if unknown. */
  long knownBytes;

  int failures;
  int slowDowns;
  long dueAtNanos;
  boolean isDelayed;
  @Nullable FetchAnswer answer;

  /** A mistake of this program, which fails the job. */
  @Nullable Throwable bug;

  private Fetch(EncodedImage image, State state, long bytes) {
    this.image = image;
    this.state = state;
    this.bytes = bytes;
  }

  /** An image to be fetched, or one that is here and keeps its place. */
  static Fetch of(EncodedImage image) {
    if (image.uri() != null) {
      return new Fetch(image, State.WAITING, 0);
    }
    Fetch here = new Fetch(image, State.DONE, image.bytes().length());
    here.answer = new FetchAnswer.Here(image);
    return here;
  }

  boolean isDone() {
    return state == State.DONE;
  }

  /** Whether it came with its bytes, which must not go into state. */
  boolean isCarried() {
    return image.uri() == null;
  }

  boolean isDue(long nowNanos) {
    return state == State.WAITING && (!isDelayed || nowNanos - dueAtNanos >= 0);
  }
}
