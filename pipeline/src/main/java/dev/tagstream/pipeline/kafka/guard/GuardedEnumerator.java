package dev.tagstream.pipeline.kafka.guard;

import dev.tagstream.pipeline.kafka.lease.JobLease;
import dev.tagstream.pipeline.kafka.lease.LeaseRefusedException;
import java.io.IOException;
import java.util.List;
import java.util.function.IntConsumer;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumState;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An enumerator that holds the job's lease while it runs, and assigns partitions only then. It
 * calls Kafka in Flink's worker thread, never in the coordinator's.
 */
final class GuardedEnumerator
    implements SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> {

  private static final Logger LOG = LoggerFactory.getLogger(GuardedEnumerator.class);

  private final SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> enumerator;
  private final SplitEnumeratorContext<KafkaPartitionSplit> context;
  private final ImagesTopic topic;
  private final JobLease lease;
  private final LeaseAge leaseAge;
  private final IntConsumer afterReader;
  private @Nullable Uuid topicId;

  /**
   * An enumerator that holds a lease.
   *
   * @param afterReader receives each subtask whose reader has its splits
   */
  GuardedEnumerator(
      SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> enumerator,
      SplitEnumeratorContext<KafkaPartitionSplit> context,
      ImagesTopic topic,
      JobLease lease,
      LeaseAge leaseAge,
      IntConsumer afterReader) {
    this.enumerator = enumerator;
    this.context = context;
    this.topic = topic;
    this.lease = lease;
    this.leaseAge = leaseAge;
    this.afterReader = afterReader;
    leaseAge.register(context.metricGroup());
  }

  @Override
  public void start() {
    context.callAsync(this::claim, (claimed, failure) -> begin(failure));
  }

  private boolean claim() throws InterruptedException {
    synchronized (lease) {
      lease.claim();
    }
    leaseAge.renewed();
    topicId = topic.ask().id();
    return true;
  }

  private void begin(@Nullable Throwable failure) {
    failOn(failure);
    enumerator.start();
    long interval = JobLease.RENEWAL.toMillis();
    context.callAsync(this::renew, (renewed, lost) -> failOn(lost), interval, interval);
    context.callAsync(this::watchTopic, (same, other) -> failOn(other), interval, interval);
  }

  /**
   * Restarts the job from its latest checkpoint if its topic was recreated; the readers then decide
   * what to do.
   */
  private boolean watchTopic() {
    Uuid now;
    try {
      now = topic.ask().id();
    } catch (IllegalStateException unanswered) {
      LOG.debug("cannot look up the topic {} now", topic.name(), unanswered);
      return false;
    }
    if (!now.equals(topicId)) {
      throw new LostRecordsException(
          "the topic %s was deleted and recreated while the job ran".formatted(topic.name()));
    }
    return true;
  }

  private boolean renew() throws InterruptedException {
    try {
      boolean renewed;
      synchronized (lease) {
        renewed = lease.renew();
      }
      if (renewed) {
        leaseAge.renewed();
      }
      return renewed;
    } catch (LeaseRefusedException lost) {
      throw lost;
    } catch (RuntimeException unanswered) {
      LOG.warn("cannot renew the lease, retrying: {}", unanswered.getMessage());
      return false;
    }
  }

  private static void failOn(@Nullable Throwable failure) {
    if (failure instanceof LeaseRefusedException refused) {
      throw new SuppressRestartsException(refused);
    }
    if (failure != null) {
      throw new IllegalStateException("the job cannot continue: " + failure.getMessage(), failure);
    }
  }

  @Override
  public void handleSplitRequest(int subtask, @Nullable String host) {
    enumerator.handleSplitRequest(subtask, host);
  }

  @Override
  public void addSplitsBack(List<KafkaPartitionSplit> splits, int subtask) {
    enumerator.addSplitsBack(splits, subtask);
  }

  @Override
  public void addReader(int subtask) {
    enumerator.addReader(subtask);
    afterReader.accept(subtask);
  }

  @Override
  public KafkaSourceEnumState snapshotState(long checkpointId) throws Exception {
    return enumerator.snapshotState(checkpointId);
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) throws Exception {
    enumerator.notifyCheckpointComplete(checkpointId);
  }

  @Override
  public void notifyCheckpointAborted(long checkpointId) throws Exception {
    enumerator.notifyCheckpointAborted(checkpointId);
  }

  @Override
  public void handleSourceEvent(int subtask, SourceEvent event) {
    enumerator.handleSourceEvent(subtask, event);
  }

  @Override
  public void close() throws IOException {
    try {
      enumerator.close();
    } finally {
      releaseLease();
    }
  }

  private void releaseLease() {
    synchronized (lease) {
      lease.close();
    }
  }
}
