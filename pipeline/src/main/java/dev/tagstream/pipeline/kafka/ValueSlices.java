package dev.tagstream.pipeline.kafka;

import org.apache.kafka.common.serialization.ByteBufferDeserializer;

/**
 * Returns a record's value as a slice of the consumer's fetch buffer instead of a copy. The
 * consumer creates a new array for each response, and for each record that it decompresses, and
 * never writes to it again. The last record that waits for its result keeps the array alive: beside
 * the consumer's own buffers, a slot keeps no more arrays than its batches have images from, mostly
 * one.
 *
 * <p>A separate class, because Flink's source requires a deserializer that declares arrays. It
 * passes records on to {@link SourceRecordDeserializer} without reading them.
 */
public final class ValueSlices extends ByteBufferDeserializer {}
