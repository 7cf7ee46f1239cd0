package dev.tagstream.pipeline.kafka;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What became of a transaction that the broker does not commit (again). A restored job commits what
 * its state holds, and a broker refuses that in the same words whether it has committed the
 * transaction before or aborted it.
 */
final class TransactionFate {

  private static final Logger LOG = LoggerFactory.getLogger(TransactionFate.class);

  private static final Set<TransactionState> COMMITTED =
      EnumSet.of(TransactionState.PREPARE_COMMIT, TransactionState.COMPLETE_COMMIT);

  private static final Set<TransactionState> ABORTED =
      EnumSet.of(TransactionState.PREPARE_ABORT, TransactionState.COMPLETE_ABORT);

  private final Map<String, Object> adminProperties;

  TransactionFate(Map<String, Object> adminProperties) {
    this.adminProperties = new HashMap<>(adminProperties);
  }

  /**
   * Whether the broker tells that it has aborted a transaction, or no longer knows it. One whose
   * name was taken up again since, as the writers of a restored job do with names that they find
   * unused, is not known to be aborted nor committed; that is warned of.
   */
  boolean isAborted(KafkaCommittable transaction) {
    String id = transaction.getTransactionalId();
    try (Admin admin = Admin.create(adminProperties)) {
      TransactionDescription now = admin.describeTransactions(List.of(id)).description(id).get();
      boolean same = now.producerId() == transaction.getProducerId();
      if (same && COMMITTED.contains(now.state())) {
        return false;
      }
      if (same && ABORTED.contains(now.state())) {
        return true;
      }
      LOG.warn(
          "{} was taken up again and is {} now; taken for committed, since nothing says it was not",
          transaction,
          now);
      return false;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TransactionalIdNotFoundException) {
        LOG.warn("the broker has forgotten the transaction {}: {}", id, e.getMessage());
        return true;
      }
      throw new IllegalStateException("cannot ask what became of the transaction " + id, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking what became of " + id, e);
    }
  }
}
