package dev.tagstream.pipeline.kafka.guard;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;

/**
 * The outcome of a transaction that the broker does not commit (again). A restored job commits the
 * transactions in its state, and a broker refuses in the same words whether it has committed a
 * transaction before or aborted it.
 */
enum TransactionFate {
  /** The broker has committed it before. */
  COMMITTED,
  /** The broker has aborted it, or no longer knows it: its results are lost. */
  ABORTED,
  /**
   * Its id was reused, by a job that started without state or from an older one: nothing shows
   * whether its results were committed.
   */
  UNKNOWN;

  private static final Set<TransactionState> COMMITS =
      EnumSet.of(TransactionState.PREPARE_COMMIT, TransactionState.COMPLETE_COMMIT);

  private static final Set<TransactionState> ABORTS =
      EnumSet.of(TransactionState.PREPARE_ABORT, TransactionState.COMPLETE_ABORT);

  /**
   * Looks up the outcome.
   *
   * @throws IllegalStateException if the broker does not answer
   */
  static TransactionFate ask(KafkaCommittable transaction, Map<String, Object> adminProperties) {
    String id = transaction.getTransactionalId();
    try (Admin admin = Admin.create(adminProperties)) {
      return of(transaction, admin.describeTransactions(List.of(id)).description(id).get());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TransactionalIdNotFoundException) {
        return ABORTED;
      }
      throw new IllegalStateException("cannot look up the outcome of the transaction " + id, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while looking up the outcome of " + id, e);
    }
  }

  /** The outcome according to the last state that the broker has under a transaction's id. */
  static TransactionFate of(KafkaCommittable transaction, TransactionDescription last) {
    // ending a transaction increases the epoch by one; a higher epoch belongs to another producer
    boolean same =
        last.producerId() == transaction.getProducerId()
            && last.producerEpoch() <= transaction.getEpoch() + 1;
    if (same && COMMITS.contains(last.state())) {
      return COMMITTED;
    }
    return same && ABORTS.contains(last.state()) ? ABORTED : UNKNOWN;
  }
}
