package dev.tagstream.pipeline.record;

import dev.tagstream.pipeline.bytes.ByteRange;
import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.jspecify.annotations.Nullable;

/** What an image came in: a record of a topic, or an object. Travels to its result or reject. */
@TypeInfo(ImageSourceTypeFactory.class)
public sealed interface ImageSource permits SourceRecord, SourceObject {

  /** The place as people write it, on one line. */
  String position();

  /** A record's timestamp in milliseconds since 1970-01-01 UTC; -1 where there is none. */
  long timestampMillis();

  /** The bytes that a reject keeps; null where there are none, or they lie in an object still. */
  @Nullable ByteRange value();
}
