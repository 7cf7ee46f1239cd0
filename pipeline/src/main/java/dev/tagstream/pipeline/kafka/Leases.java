package dev.tagstream.pipeline.kafka;

import dev.tagstream.pipeline.config.KafkaConfig;
import dev.tagstream.pipeline.kafka.lease.JobLease;
import dev.tagstream.pipeline.kafka.lease.LeaseRecord;
import dev.tagstream.pipeline.kafka.lease.LeaseRefusedException;
import dev.tagstream.pipeline.kafka.lease.LeaseTerms;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.PipelineOptionsInternal;
import org.apache.flink.configuration.ReadableConfig;

/** The lease of a job: one running job for each transactional prefix. */
public final class Leases {

  private Leases() {}

  /** The lease that the configuration requires. */
  public static LeaseTerms terms(KafkaConfig config) {
    return LeaseTerms.of(
        config.writing().transactionalIdPrefix(),
        config.topics().images(),
        KafkaConnection.of(config).with(Map.of()));
  }

  /**
   * Makes sure that no other job holds the lease. If the holder has died, this takes {@link
   * JobLease#EXPIRY} to find out. A job that Flink restarts under its own id does not wait.
   *
   * @param flink the settings of the Flink that runs the job
   * @throws UnusableKafkaException if another job holds the lease, or no broker answers
   */
  public static LeaseTerms awaitFree(KafkaConfig config, ReadableConfig flink)
      throws InterruptedException {
    LeaseTerms terms = terms(config);
    String jobId =
        flink
            .getOptional(PipelineOptionsInternal.PIPELINE_FIXED_JOB_ID)
            .orElseGet(() -> JobID.generate().toHexString());
    try (JobLease lease = JobLease.of(terms, jobId)) {
      return terms.knowing(lease.awaitFree());
    } catch (LeaseRefusedException | IllegalStateException refused) {
      throw new UnusableKafkaException(String.valueOf(refused.getMessage()));
    }
  }

  /**
   * The holder of the lease, dead or alive; empty if there is none.
   *
   * @throws LeaseRefusedException if this user may not read it
   * @throws IllegalStateException if no broker answers
   */
  public static Optional<LeaseRecord> holder(KafkaConfig config) throws InterruptedException {
    return JobLease.look(terms(config)).filter(record -> record.state() == LeaseRecord.State.HELD);
  }
}
