package dev.tagstream.cli.results;

import dev.tagstream.schemas.RejectedImage;

/** The source of a rejected image. */
public final class SourcePlace {

  private SourcePlace() {}

  /** Whether it came in an object, which has a URI, and not in a record of a topic. */
  public static boolean isObject(RejectedImage reject) {
    return reject.getSourceUri() != null;
  }

  /**
   * The place as people write it: a record's is {@code image-events-3@1042}, an object's {@code
   * s3://bucket/photos.tar#cat.jpg}, with the member or row of an archive or table.
   */
  public static String of(RejectedImage reject) {
    if (!isObject(reject)) {
      return "%s-%d@%d"
          .formatted(
              reject.getSourceTopic(), reject.getSourcePartition(), reject.getSourceOffset());
    }
    String uri = reject.getSourceUri();
    if (reject.getSourceMember() != null) {
      return uri + "#" + reject.getSourceMember();
    }
    return reject.getSourceRow() == null ? uri : uri + "#" + reject.getSourceRow();
  }
}
