package dev.tagstream.cli.tag.input;

import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.SourceObject;
import dev.tagstream.pipeline.record.Stage;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** Creates rejects of images that cannot be read. */
final class Rejects {

  private Rejects() {}

  /**
   * The reject of an image that cannot be read, with the remedy.
   *
   * @throws IOException {@code why}, if the run was stopped, which is not a fault of the image
   */
  static RejectedImage of(SourceObject source, String id, IOException why) throws IOException {
    if (why instanceof ClosedByInterruptException || isInterruption(why)) {
      throw why;
    }
    if (why instanceof NoSuchFileException) {
      return unreadable(source, id, RejectReason.URI_NOT_FOUND, "does not exist");
    }
    return why instanceof AccessDeniedException
        ? unreadable(
            source, id, RejectReason.URI_NOT_ALLOWED, "cannot be read; check its permissions")
        : unreadable(
            source, id, RejectReason.URI_UNREACHABLE, "cannot be read: " + why.getMessage());
  }

  /** Whether a thread was interrupted. The exception of a timeout has the same base class. */
  private static boolean isInterruption(IOException why) {
    return why instanceof InterruptedIOException && !(why instanceof SocketTimeoutException);
  }

  /** The reject of a missing file. */
  static RejectedImage missing(SourceObject source, String id) {
    return unreadable(
        source,
        id,
        RejectReason.URI_NOT_FOUND,
        "cannot be read; check that it exists, and its permissions");
  }

  private static RejectedImage unreadable(
      SourceObject source, String id, RejectReason reason, String detail) {
    return new RejectedImage(source, id, reason, Stage.READ, detail);
  }
}
