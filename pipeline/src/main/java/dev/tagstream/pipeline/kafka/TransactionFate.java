package dev.tagstream.pipeline.kafka;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  private final Map<String, Object> adminProperties;

  TransactionFate(Map<String, Object> adminProperties) {
    this.adminProperties = new HashMap<>(adminProperties);
  }

  /**
   * Whether the broker has aborted a transaction and forgotten nothing since. One whose name was
   * taken up again since, as the writers of a restored job do with names that they find unused, is
   * not known to be aborted; that is logged.
   */
  boolean isAborted(KafkaCommittable transaction) {
    String id = transaction.getTransactionalId();
    try (Admin admin = Admin.create(adminProperties)) {
      TransactionDescription now = admin.describeTransactions(List.of(id)).description(id).get();
      boolean aborted =
          now.state() == TransactionState.COMPLETE_ABORT
              || now.state() == TransactionState.PREPARE_ABORT;
      LOG.info("{} is {} at the broker, epoch {}", transaction, now.state(), now.producerEpoch());
      return aborted && now.producerId() == transaction.getProducerId();
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
