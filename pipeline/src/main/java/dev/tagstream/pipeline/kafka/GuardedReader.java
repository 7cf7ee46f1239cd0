package dev.tagstream.pipeline.kafka;

import static org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit.EARLIEST_OFFSET;
import static org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit.NO_STOPPING_OFFSET;

import dev.tagstream.pipeline.config.OnLoss;
import dev.tagstream.pipeline.config.TaggingOptions;
import dev.tagstream.pipeline.metric.TaggingMetric;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.util.ExceptionUtils;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A reader whose offsets the broker may no longer have, because retention ran past it. Then the job
 * fails, or by option the reader is made anew and goes on with the earliest record that is left.
 */
@SuppressWarnings("try") // close declares what Flink's own interface does
final class GuardedReader<T> implements SourceReader<T, KafkaPartitionSplit> {

  private static final Logger LOG = LoggerFactory.getLogger(GuardedReader.class);

  /** No checkpoint: the state is asked for only to hand it to the next reader. */
  private static final long NO_CHECKPOINT = -1;

  private final Callable<SourceReader<T, KafkaPartitionSplit>> factory;
  private final OnLoss onLostRecords;
  private final Counter lostRanges;
  private final FinalOffsets offsets;

  private SourceReader<T, KafkaPartitionSplit> reader;
  private boolean noMoreSplits;

  GuardedReader(
      Callable<SourceReader<T, KafkaPartitionSplit>> factory,
      OnLoss onLostRecords,
      FinalOffsets offsets,
      MetricGroup metrics)
      throws Exception {
    this.factory = factory;
    this.onLostRecords = onLostRecords;
    this.offsets = offsets;
    this.lostRanges = TaggingMetric.LOST_RECORD_RANGES.counter(metrics);
    this.reader = factory.call();
  }

  @Override
  public InputStatus pollNext(ReaderOutput<T> output) throws Exception {
    try {
      return reader.pollNext(output);
    } catch (RuntimeException failure) {
      Optional<OffsetOutOfRangeException> lost =
          ExceptionUtils.findThrowable(failure, OffsetOutOfRangeException.class);
      if (lost.isEmpty()) {
        throw failure;
      }
      goOnWithout(lost.get().offsetOutOfRangePartitions());
      return InputStatus.MORE_AVAILABLE;
    }
  }

  private void goOnWithout(Map<TopicPartition, Long> lost) throws Exception {
    lostRanges.inc(lost.size());
    String what =
        "the broker no longer has the records of %s from these offsets on: they were deleted before they were tagged"
            .formatted(lost);
    if (onLostRecords == OnLoss.FAIL) {
      throw new SuppressRestartsException(
          new LostRecordsException(
              "%s; keep records longer, and to go on with the earliest that is left start again with %s=%s"
                  .formatted(what, TaggingOptions.KAFKA_ON_LOST_RECORDS.key(), OnLoss.CONTINUE)));
    }
    LOG.error("{}; going on with the earliest that is left", what);
    replaceReader(lost);
  }

  private void replaceReader(Map<TopicPartition, Long> lost) throws Exception {
    List<KafkaPartitionSplit> splits =
        reader.snapshotState(NO_CHECKPOINT).stream()
            .map(split -> lost.containsKey(split.getTopicPartition()) ? fromEarliest(split) : split)
            .toList();
    reader.close();
    reader = factory.call();
    reader.start();
    reader.addSplits(splits);
    if (noMoreSplits) {
      reader.notifyNoMoreSplits();
    }
  }

  private static KafkaPartitionSplit fromEarliest(KafkaPartitionSplit split) {
    return new KafkaPartitionSplit(
        split.getTopicPartition(),
        EARLIEST_OFFSET,
        split.getStoppingOffset().orElse(NO_STOPPING_OFFSET));
  }

  @Override
  public void start() {
    reader.start();
  }

  @Override
  public List<KafkaPartitionSplit> snapshotState(long checkpointId) {
    List<KafkaPartitionSplit> splits = reader.snapshotState(checkpointId);
    offsets.snapshot(checkpointId, splits);
    return splits;
  }

  @Override
  public CompletableFuture<Void> isAvailable() {
    return reader.isAvailable();
  }

  @Override
  public void addSplits(List<KafkaPartitionSplit> splits) {
    offsets.added(splits);
    reader.addSplits(splits);
  }

  @Override
  public void notifyNoMoreSplits() {
    noMoreSplits = true;
    reader.notifyNoMoreSplits();
  }

  @Override
  public void handleSourceEvents(SourceEvent event) {
    reader.handleSourceEvents(event);
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) throws Exception {
    offsets.complete(checkpointId);
    reader.notifyCheckpointComplete(checkpointId);
  }

  @Override
  public void notifyCheckpointAborted(long checkpointId) throws Exception {
    reader.notifyCheckpointAborted(checkpointId);
  }

  @Override
  public void pauseOrResumeSplits(Collection<String> pause, Collection<String> resume) {
    reader.pauseOrResumeSplits(pause, resume);
  }

  @Override
  public void close() throws Exception {
    offsets.commit();
    reader.close();
  }
}
