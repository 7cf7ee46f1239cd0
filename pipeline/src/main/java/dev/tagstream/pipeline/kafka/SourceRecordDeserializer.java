package dev.tagstream.pipeline.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.record.SourceRecord;
import java.nio.ByteBuffer;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Reads records without interpreting their bytes; a later step does. */
final class SourceRecordDeserializer implements KafkaRecordDeserializationSchema<SourceRecord> {

  private static final long serialVersionUID = 1L;

  private final RecordKeys keys;

  SourceRecordDeserializer(RecordKeys keys) {
    this.keys = keys;
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> message, Collector<SourceRecord> out) {
    out.collect(
        new SourceRecord(
            message.topic(),
            message.partition(),
            message.offset(),
            // both Kafka and SourceRecord use -1 for no timestamp
            message.timestamp(),
            value(message),
            ReplayHeaders.origin(message.headers()),
            key(message)));
  }

  private @Nullable String key(ConsumerRecord<byte[], byte[]> message) {
    return keys == RecordKeys.IGNORED || message.key() == null
        ? null
        : new String(message.key(), UTF_8);
  }

  /** Not of its declared type: {@link ValueSlices} reads it. */
  private static @Nullable ByteRange value(ConsumerRecord<?, ?> message) {
    return message.value() == null ? null : ByteRange.of((ByteBuffer) message.value());
  }

  @Override
  public TypeInformation<SourceRecord> getProducedType() {
    return TypeInformation.of(SourceRecord.class);
  }
}
