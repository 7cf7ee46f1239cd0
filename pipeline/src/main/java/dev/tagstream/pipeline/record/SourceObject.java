package dev.tagstream.pipeline.record;

import dev.tagstream.pipeline.bytes.ByteRange;
import org.jspecify.annotations.Nullable;

/**
 * An object of a store, or a part of one: a file, a member of an archive, a row of a table.
 *
 * @param uri the object, such as {@code s3://bucket/shard-0001.tar}
 * @param version identifies the content of the object: the ETag, or size and time of change; empty
 *     if unknown
 * @param member the image's name within an archive; null for any other object
 * @param row the image's row within a table, from 0; null for any other object
 */
public record SourceObject(String uri, String version, @Nullable String member, @Nullable Long row)
    implements ImageSource {

  public SourceObject {
    if (uri.isEmpty()) {
      throw new IllegalArgumentException("an object has a URI");
    }
    if (member != null && row != null) {
      throw new IllegalArgumentException(
          "%s is an archive with a member '%s' or a table with a row %d, not both"
              .formatted(uri, member, row));
    }
  }

  /** An object that is an image. */
  public SourceObject(String uri, String version) {
    this(uri, version, null, null);
  }

  /** A member of an archive. */
  public SourceObject(String uri, String version, String member) {
    this(uri, version, member, null);
  }

  /** A row of a table. */
  public SourceObject(String uri, String version, long row) {
    this(uri, version, null, row);
  }

  /**
   * The place in readable form: {@code s3://b/cats.tar#tom.jpg} for a member, {@code
   * s3://b/cats.parquet#7} for a row.
   */
  @Override
  public String position() {
    if (member != null) {
      return uri + "#" + member;
    }
    return row == null ? uri : uri + "#" + row;
  }

  @Override
  public long timestampMillis() {
    return -1;
  }

  /** A job of objects never switches models. */
  @Override
  public @Nullable ModelEpoch epoch() {
    return null;
  }

  @Override
  public @Nullable ByteRange value() {
    return null;
  }
}
