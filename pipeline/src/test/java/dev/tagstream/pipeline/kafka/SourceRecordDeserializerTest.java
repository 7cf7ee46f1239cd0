package dev.tagstream.pipeline.kafka;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.record.SourceRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.Record;
import org.apache.kafka.common.record.SimpleRecord;
import org.apache.kafka.common.utils.BufferSupplier;
import org.apache.kafka.common.utils.CloseableIterator;
import org.junit.jupiter.api.Test;

/** On batches as they come from a broker, read as Kafka's consumer reads them. */
final class SourceRecordDeserializerTest {

  private static final byte[] FIRST = {1, 2, 3};
  private static final byte[] SECOND = {4, 5};

  private final ValueSlices slices = new ValueSlices();

  @Test
  void leavesValuesInWhatWasFetched() {
    MemoryRecords fetched = batch(Compression.NONE);

    List<SourceRecord> records = read(fetched);

    assertThat(records)
        .extracting(SourceRecord::value)
        .containsExactly(
            ByteRange.of(FIRST), ByteRange.of(SECOND), null, ByteRange.of(new byte[0]));
    byte[] array = fetched.buffer().array();
    assertThat(value(records.get(0)).array()).isSameAs(array);
    assertThat(value(records.get(1)).array()).isSameAs(array);
  }

  /** The consumer decompresses into buffers that it uses again, and copies records out of them. */
  @Test
  void keepsDecompressedValuesWhileLaterOnesAreRead() {
    List<SourceRecord> records = read(batch(Compression.lz4().build()));

    assertThat(records)
        .extracting(SourceRecord::value)
        .containsExactly(
            ByteRange.of(FIRST), ByteRange.of(SECOND), null, ByteRange.of(new byte[0]));
  }

  private static MemoryRecords batch(Compression compression) {
    return MemoryRecords.withRecords(
        compression,
        new SimpleRecord(1, new byte[] {9}, FIRST),
        new SimpleRecord(2, null, SECOND),
        new SimpleRecord(3, null, (byte[]) null),
        new SimpleRecord(4, null, new byte[0]));
  }

  private List<SourceRecord> read(MemoryRecords fetched) {
    List<SourceRecord> read = new ArrayList<>();
    try (BufferSupplier buffers = BufferSupplier.create();
        CloseableIterator<Record> records =
            fetched.batches().iterator().next().streamingIterator(buffers)) {
      while (records.hasNext()) {
        new SourceRecordDeserializer(RecordKeys.IGNORED)
            .deserialize(consumed(records.next()), new ListCollector<>(read));
      }
    }
    return read;
  }

  /** Types say that values are arrays, as they do in Flink's source. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  private ConsumerRecord<byte[], byte[]> consumed(Record record) {
    ByteBuffer value = record.value();
    return new ConsumerRecord(
        "image-events",
        0,
        record.offset(),
        null,
        value == null ? null : slices.deserialize("image-events", new RecordHeaders(), value));
  }

  private static ByteRange value(SourceRecord record) {
    return requireNonNull(record.value());
  }
}
