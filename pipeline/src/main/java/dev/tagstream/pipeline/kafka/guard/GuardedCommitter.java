package dev.tagstream.pipeline.kafka.guard;

import dev.tagstream.pipeline.config.OnLoss;
import dev.tagstream.pipeline.config.TaggingOptions;
import dev.tagstream.pipeline.metric.TaggingMetric;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits transactions, and does not silently lose one that the broker does not commit: the broker
 * has aborted it because the job was down for longer than the transaction's timeout, or another
 * start of the job has reused its id.
 */
final class GuardedCommitter implements Committer<KafkaCommittable> {

  private static final Logger LOG = LoggerFactory.getLogger(GuardedCommitter.class);

  private final Committer<KafkaCommittable> committer;
  private final String topic;
  private final Map<String, Object> adminProperties;
  private final OnLoss onLostResults;
  private final Counter lostTransactions;

  GuardedCommitter(
      Committer<KafkaCommittable> committer,
      String topic,
      Map<String, Object> adminProperties,
      OnLoss onLostResults,
      MetricGroup metrics) {
    this.committer = committer;
    this.topic = topic;
    this.adminProperties = new HashMap<>(adminProperties);
    this.onLostResults = onLostResults;
    this.lostTransactions = TaggingMetric.LOST_TRANSACTIONS.counter(metrics);
  }

  @Override
  public void commit(Collection<CommitRequest<KafkaCommittable>> requests)
      throws IOException, InterruptedException {
    List<LostResultsException> lost = new ArrayList<>();
    List<CommitRequest<KafkaCommittable>> watched = new ArrayList<>(requests.size());
    for (CommitRequest<KafkaCommittable> request : requests) {
      watched.add(new WatchedRequest(request, lost));
    }
    committer.commit(watched);
    if (lost.isEmpty()) {
      return;
    }
    lostTransactions.inc(lost.size());
    if (onLostResults == OnLoss.FAIL) {
      throw new SuppressRestartsException(lost.get(0));
    }
    lost.forEach(results -> LOG.error("{}; continuing without them", results.getMessage()));
  }

  @Override
  public void close() {
    BoundedClose.close("the committer of " + topic, committer);
  }

  private LostResultsException aborted(KafkaCommittable transaction, Throwable reason) {
    return new LostResultsException(
        "%s: the broker no longer commits the transaction %s (%s), so the results in it are lost; to recompute them, start from an earlier checkpoint or savepoint; to continue without them, set %s=%s; %s must exceed the job's longest downtime"
            .formatted(
                topic,
                transaction.getTransactionalId(),
                reason.getClass().getSimpleName(),
                TaggingOptions.KAFKA_ON_LOST_RESULTS.key(),
                OnLoss.CONTINUE,
                TaggingOptions.KAFKA_TRANSACTION_TIMEOUT.key()),
        reason);
  }

  private LostResultsException unknown(KafkaCommittable transaction, Throwable reason) {
    return new LostResultsException(
        "%s: another start of this job has reused the id of the transaction %s since this state was saved (%s), so Tagstream cannot tell whether its results were committed; start from the newest checkpoint or savepoint of that other start or, to continue as if they were committed, set %s=%s"
            .formatted(
                topic,
                transaction.getTransactionalId(),
                reason.getClass().getSimpleName(),
                TaggingOptions.KAFKA_ON_LOST_RESULTS.key(),
                OnLoss.CONTINUE),
        reason);
  }

  /** Records a transaction that the committer gives up, and lets it handle the others first. */
  private final class WatchedRequest implements CommitRequest<KafkaCommittable> {

    private final CommitRequest<KafkaCommittable> request;
    private final List<LostResultsException> lost;

    WatchedRequest(CommitRequest<KafkaCommittable> request, List<LostResultsException> lost) {
      this.request = request;
      this.lost = lost;
    }

    @Override
    public KafkaCommittable getCommittable() {
      return request.getCommittable();
    }

    @Override
    public int getNumberOfRetries() {
      return request.getNumberOfRetries();
    }

    @Override
    public void signalFailedWithKnownReason(Throwable reason) {
      KafkaCommittable transaction = request.getCommittable();
      switch (TransactionFate.ask(transaction, adminProperties)) {
        // a restored job commits anew what its state holds
        case COMMITTED -> {
          LOG.info(
              "{}: the transaction {} was already committed, so nothing is lost despite this error",
              topic,
              transaction.getTransactionalId());
          request.signalAlreadyCommitted();
        }
        case ABORTED -> giveUp(aborted(transaction, reason), reason);
        case UNKNOWN -> giveUp(unknown(transaction, reason), reason);
      }
    }

    private void giveUp(LostResultsException results, Throwable reason) {
      lost.add(results);
      request.signalFailedWithKnownReason(reason);
    }

    @Override
    public void signalFailedWithUnknownReason(Throwable reason) {
      request.signalFailedWithUnknownReason(reason);
    }

    @Override
    public void retryLater() {
      request.retryLater();
    }

    @Override
    public void updateAndRetryLater(KafkaCommittable committable) {
      request.updateAndRetryLater(committable);
    }

    @Override
    public void signalAlreadyCommitted() {
      request.signalAlreadyCommitted();
    }
  }
}
