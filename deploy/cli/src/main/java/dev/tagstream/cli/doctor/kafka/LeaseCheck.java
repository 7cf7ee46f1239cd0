package dev.tagstream.cli.doctor.kafka;

import dev.tagstream.cli.doctor.check.Findings;
import dev.tagstream.pipeline.config.KafkaConfig;
import dev.tagstream.pipeline.kafka.Leases;
import dev.tagstream.pipeline.kafka.lease.LeaseRecord;
import dev.tagstream.pipeline.kafka.lease.LeaseRefusedException;
import java.util.Optional;

/**
 * Reports the holder of the lease of the job's transactional prefix. A holder is not a problem: it
 * may be the job itself.
 */
final class LeaseCheck {

  private static final String NAME = "lease";

  private final KafkaConfig config;

  LeaseCheck(KafkaConfig config) {
    this.config = config;
  }

  void examine(Findings findings) throws InterruptedException {
    String prefix = config.writing().transactionalIdPrefix();
    try {
      Optional<LeaseRecord> holder = Leases.holder(config);
      findings.ok(
          NAME,
          holder
              .map(
                  record ->
                      "%s holds the prefix %s: a second start is refused while it runs"
                          .formatted(record.holder(), prefix))
              .orElse("no job holds the prefix " + prefix));
    } catch (LeaseRefusedException refused) {
      // another check reports a group that this user may not see
    } catch (IllegalStateException unanswered) {
      findings.warning(
          NAME, String.valueOf(unanswered.getMessage()), "make sure that no other job runs");
    }
  }
}
