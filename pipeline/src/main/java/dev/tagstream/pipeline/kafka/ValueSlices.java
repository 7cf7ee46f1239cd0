package dev.tagstream.pipeline.kafka;

import org.apache.kafka.common.serialization.ByteBufferDeserializer;

/**
 * Leaves a record's value where it lies, in the consumer's answer from the broker, instead of
 * copying it. The consumer makes a new array for each answer, and for each record that it
 * decompresses, and never writes to it again. The answer is kept alive by the last of its records
 * that waits for its result: beside what the consumer holds itself, a slot keeps no more answers
 * than its batches have images from, mostly one.
 *
 * <p>A class of its own, since Flink's source wants one that does not say that it reads anything
 * but arrays. It hands records on to {@link SourceRecordDeserializer} without looking at them.
 */
public final class ValueSlices extends ByteBufferDeserializer {}
