package dev.tagstream.pipeline.fetch;

import dev.tagstream.pipeline.record.EncodedImage;
import org.jspecify.annotations.Nullable;

/** An image in the window and the state of its attempts. The window's lock guards it. */
final class Fetch {

  /** The state of the image. */
  enum State {
    WAITING,
    RUNNING,
    DONE
  }

  final EncodedImage image;
  State state;

  /**
   * Its room in the window's budget: the expected size while it is fetched, then the exact size.
   */
  long bytes;

  /** The size that a server announced when there was no room for the image; 0 if unknown. */
  long knownBytes;

  int failures;
  int slowDowns;
  long dueAtNanos;
  boolean isDelayed;
  @Nullable FetchAnswer answer;

  /** A bug of this program, which fails the job. */
  @Nullable Throwable bug;

  private Fetch(EncodedImage image, State state, long bytes) {
    this.image = image;
    this.state = state;
    this.bytes = bytes;
  }

  /** An image to fetch, or one that came with its bytes and keeps its position. */
  static Fetch of(EncodedImage image) {
    if (image.uri() != null) {
      return new Fetch(image, State.WAITING, 0);
    }
    Fetch here = new Fetch(image, State.DONE, image.bytes().length());
    here.done(new FetchAnswer.Here(image));
    return here;
  }

  boolean isDone() {
    return state == State.DONE;
  }

  /** Whether the image came with its bytes, which must not enter Flink's state. */
  boolean isCarried() {
    return image.uri() == null;
  }

  void done(FetchAnswer result) {
    answer = result;
    state = State.DONE;
  }

  void failed(Throwable thrown) {
    bug = thrown;
    state = State.DONE;
  }

  boolean isDue(long nowNanos) {
    return state == State.WAITING && (!isDelayed || nowNanos - dueAtNanos >= 0);
  }
}
