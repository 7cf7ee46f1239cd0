package dev.tagstream.cli.tag.input;

import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.SourceObject;
import dev.tagstream.pipeline.record.Stage;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** Rejects of what could not be read. */
final class Rejects {

  private Rejects() {}

  /** The reject of something that cannot be read, with what to do. */
  static RejectedImage of(SourceObject source, String id, IOException why) {
    if (why instanceof NoSuchFileException) {
      return unreadable(source, id, RejectReason.URI_NOT_FOUND, "cannot be read: it is not there");
    }
    return why instanceof AccessDeniedException
        ? unreadable(
            source, id, RejectReason.URI_NOT_ALLOWED, "cannot be read; check its permissions")
        : unreadable(
            source, id, RejectReason.URI_UNREACHABLE, "cannot be read: " + why.getMessage());
  }

  /** The reject of what lies at no readable place. */
  static RejectedImage missing(SourceObject source, String id) {
    return unreadable(
        source,
        id,
        RejectReason.URI_NOT_FOUND,
        "cannot be read; check that it is there, and its permissions");
  }

  private static RejectedImage unreadable(
      SourceObject source, String id, RejectReason reason, String detail) {
    return new RejectedImage(source, id, reason, Stage.READ, detail);
  }
}
