package dev.tagstream.pipeline.kafka.guard;

import dev.tagstream.pipeline.config.TaggingOptions;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.apache.flink.connector.kafka.sink.KafkaWriterState;
import org.apache.flink.connector.kafka.sink.TwoPhaseCommittingStatefulSink.PrecommittingStatefulSinkWriter;

/**
 * A writer that notices if its transaction was aborted before the commit, and that closes without
 * harm if its broker no longer answers: see {@link BoundedClose}.
 */
final class GuardedWriter<T>
    implements PrecommittingStatefulSinkWriter<T, KafkaWriterState, KafkaCommittable> {

  private final PrecommittingStatefulSinkWriter<T, KafkaWriterState, KafkaCommittable> writer;
  private final OpenTransaction transaction;
  private final String topic;

  /**
   * Guards a writer.
   *
   * @param transaction tracks the records of the writer
   */
  GuardedWriter(
      PrecommittingStatefulSinkWriter<T, KafkaWriterState, KafkaCommittable> writer,
      OpenTransaction transaction,
      String topic) {
    this.writer = writer;
    this.transaction = transaction;
    this.topic = topic;
  }

  @Override
  public void write(T element, Context context) throws IOException, InterruptedException {
    writer.write(element, context);
  }

  @Override
  public void writeWatermark(Watermark watermark) throws IOException, InterruptedException {
    writer.writeWatermark(watermark);
  }

  @Override
  public void flush(boolean endOfInput) throws IOException, InterruptedException {
    writer.flush(endOfInput);
  }

  @Override
  public Collection<KafkaCommittable> prepareCommit() throws IOException, InterruptedException {
    Collection<KafkaCommittable> committables = writer.prepareCommit();
    for (KafkaCommittable committable : committables) {
      if (transaction.isAborted(committable)) {
        throw new IOException(
            "%s: the transaction %s was aborted before its commit, by kafka-transactions abort or because it was open for longer than %s; the job restarts and recomputes its results"
                .formatted(
                    topic,
                    committable.getTransactionalId(),
                    TaggingOptions.KAFKA_TRANSACTION_TIMEOUT.key()));
      }
    }
    transaction.begin();
    return committables;
  }

  @Override
  public List<KafkaWriterState> snapshotState(long checkpointId) throws IOException {
    return writer.snapshotState(checkpointId);
  }

  @Override
  public void close() {
    transaction.close();
    BoundedClose.close("the writer of " + topic, writer);
  }
}
