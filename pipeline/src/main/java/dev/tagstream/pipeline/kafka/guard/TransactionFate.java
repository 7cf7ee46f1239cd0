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
 * What became of a transaction that the broker does not commit (again). A restored job commits what
 * its state holds, and a broker refuses that in the same words whether it has committed the
 * transaction before or aborted it.
 */
enum TransactionFate {
  /** Its results are where they belong. */
  COMMITTED,
  /** The broker has aborted it, or no longer knows it: its results are lost. */
  ABORTED,
  /**
   * Its name was taken up again, as a job does that starts anew or from an older state: whether its
   * results were committed before nothing tells.
   */
  UNKNOWN;

  private static final Set<TransactionState> COMMITS =
      EnumSet.of(TransactionState.PREPARE_COMMIT, TransactionState.COMPLETE_COMMIT);

  private static final Set<TransactionState> ABORTS =
      EnumSet.of(TransactionState.PREPARE_ABORT, TransactionState.COMPLETE_ABORT);

  /**
   * Asks the broker.
   *
   * @throws IllegalStateException if it does not answer
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

  /** What the last state that the broker knows under a transaction's name tells of it. */
  static TransactionFate of(KafkaCommittable transaction, TransactionDescription last) {
    // the end of a transaction itself makes the next epoch; one further on is another one's
    boolean same =
        last.producerId() == transaction.getProducerId()
            && last.producerEpoch() <= transaction.getEpoch() + 1;
    if (same && COMMITS.contains(last.state())) {
      return COMMITTED;
    }
    return same && ABORTS.contains(last.state()) ? ABORTED : UNKNOWN;
  }
}
