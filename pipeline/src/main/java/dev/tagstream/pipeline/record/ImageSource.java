package dev.tagstream.pipeline.record;

import dev.tagstream.pipeline.bytes.ByteRange;
import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * The source of an image: a record of a topic, or an object. It is passed on to the result or
 * reject.
 */
@TypeInfo(ImageSourceTypeFactory.class)
public sealed interface ImageSource permits SourceRecord, SourceObject {

  /** The place in readable form, one line. */
  String position();

  /** A record's timestamp in milliseconds since 1970-01-01 UTC; -1 if there is none. */
  long timestampMillis();

  /** The epoch of the job's models that it belongs to; null if the job never switches models. */
  @Nullable ModelEpoch epoch();

  /** The bytes that a reject keeps; null where there are none, or they lie in an object still. */
  @Nullable ByteRange value();
}
