package dev.tagstream.pipeline.kafka.guard;

import static org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit.EARLIEST_OFFSET;
import static org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit.NO_STOPPING_OFFSET;

import dev.tagstream.pipeline.config.KafkaConfig.ReadingGuards;
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
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A reader that notices if retention has deleted records before it read them. Then the job fails
 * or, by option, continues with a new reader at the earliest record that is left.
 */
final class GuardedReader<T> implements SourceReader<T, KafkaPartitionSplit> {

  private static final Logger LOG = LoggerFactory.getLogger(GuardedReader.class);

  /** Not a checkpoint: the state is taken only to pass it on to the next reader. */
  private static final long NO_CHECKPOINT = -1;

  private final Callable<SourceReader<T, KafkaPartitionSplit>> factory;
  private final ImagesTopic topic;
  private final ReadingGuards guards;
  private final Counter lostRanges;
  private final Counter repeatedRecords;

  private SourceReader<T, KafkaPartitionSplit> reader;
  private ImagesTopic.@Nullable Facts facts;
  private boolean started;
  private boolean noMoreSplits;
  private final CompletedOffsets completed = new CompletedOffsets();

  GuardedReader(
      Callable<SourceReader<T, KafkaPartitionSplit>> factory,
      ImagesTopic topic,
      ReadingGuards guards,
      MetricGroup metrics)
      throws Exception {
    this.factory = factory;
    this.topic = topic;
    this.guards = guards;
    this.lostRanges = TaggingMetric.LOST_RECORD_RANGES.counter(metrics);
    this.repeatedRecords = TaggingMetric.REPEATED_RECORDS.counter(metrics);
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
        "the broker deleted records before the job tagged them, from these offsets on: %s"
            .formatted(lost);
    if (guards.onLostRecords() == OnLoss.FAIL) {
      throw new SuppressRestartsException(
          new LostRecordsException(
              "%s; keep records longer; to continue with the earliest record that is left, start again with %s=%s"
                  .formatted(what, TaggingOptions.KAFKA_ON_LOST_RECORDS.key(), OnLoss.CONTINUE)));
    }
    LOG.error("{}; continuing with the earliest record that is left", what);
    replaceReader(lost);
  }

  private void replaceReader(Map<TopicPartition, Long> lost) throws Exception {
    List<KafkaPartitionSplit> splits =
        reader.snapshotState(NO_CHECKPOINT).stream()
            .map(split -> lost.containsKey(split.getTopicPartition()) ? fromEarliest(split) : split)
            .toList();
    closeReader();
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
    facts();
    started = true;
    reader.start();
  }

  /** The splits with the topic's id that this reader found, even if it has changed since. */
  @Override
  public List<KafkaPartitionSplit> snapshotState(long checkpointId) {
    List<KafkaPartitionSplit> splits = completed.withFinished(reader.snapshotState(checkpointId));
    completed.snapshot(checkpointId, splits);
    Uuid topicId = facts().id();
    return splits.stream()
        .<KafkaPartitionSplit>map(split -> new TopicSplit(split, topicId))
        .toList();
  }

  /** The topic when this reader started. */
  private ImagesTopic.Facts facts() {
    if (facts == null) {
      facts = topic.ask();
    }
    return facts;
  }

  @Override
  public CompletableFuture<Void> isAvailable() {
    return reader.isAvailable();
  }

  /** Flink assigns the splits of a restored state to a reader before it starts the reader. */
  @Override
  public void addSplits(List<KafkaPartitionSplit> splits) {
    List<KafkaPartitionSplit> checked =
        started
            ? splits
            : new RestoredSplits(topic, facts(), guards).check(splits, repeatedRecords);
    completed.add(checked);
    reader.addSplits(checked);
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
    reader.notifyCheckpointComplete(checkpointId);
    completed.complete(checkpointId);
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
  public void close() {
    closeReader();
    if (!completed.offsets().isEmpty()) {
      BoundedClose.close(
          "the commit of the group's offsets", () -> topic.commit(completed.offsets()));
    }
  }

  private void closeReader() {
    BoundedClose.close("the reader of " + topic.name(), reader);
  }
}
