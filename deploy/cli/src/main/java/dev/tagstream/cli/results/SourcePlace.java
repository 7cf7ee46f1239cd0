package dev.tagstream.cli.results;

import dev.tagstream.schemas.ImageTags;
import dev.tagstream.schemas.RejectedImage;
import org.jspecify.annotations.Nullable;

/** Formats the source of an image. */
public final class SourcePlace {

  private SourcePlace() {}

  /** Whether the image came from an object, which has a URI, and not from a record of a topic. */
  public static boolean isObject(RejectedImage reject) {
    return reject.getSourceUri() != null;
  }

  /**
   * The place in readable form: {@code image-events-3@1042} for a record, {@code
   * s3://bucket/photos.tar#cat.jpg} for an object, with the member of an archive or the row of a
   * table.
   */
  public static String of(RejectedImage reject) {
    String uri = reject.getSourceUri();
    return uri == null
        ? ofRecord(reject.getSourceTopic(), reject.getSourcePartition(), reject.getSourceOffset())
        : ofObject(uri, reject.getSourceMember(), reject.getSourceRow());
  }

  /** The place of a tagged image. */
  public static String of(ImageTags tags) {
    String uri = tags.getSourceUri();
    return uri == null
        ? ofRecord(tags.getSourceTopic(), tags.getSourcePartition(), tags.getSourceOffset())
        : ofObject(uri, tags.getSourceMember(), tags.getSourceRow());
  }

  private static String ofRecord(String topic, int partition, long offset) {
    return "%s-%d@%d".formatted(topic, partition, offset);
  }

  private static String ofObject(String uri, @Nullable String member, @Nullable Long row) {
    if (member != null) {
      return uri + "#" + member;
    }
    return row == null ? uri : uri + "#" + row;
  }
}
