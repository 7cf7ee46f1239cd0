package dev.tagstream.pipeline.kafka.lease;

import dev.tagstream.pipeline.config.TaggingOptions;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lease of one job, from its claim to its release: see the package. Used by one thread at a
 * time.
 */
public final class JobLease implements AutoCloseable {

  /** The interval of the holder's heartbeat. */
  public static final Duration RENEWAL = Duration.ofSeconds(5);

  /** A holder that has not renewed the lease for this long has died. */
  public static final Duration EXPIRY = Duration.ofSeconds(25);

  private static final Logger LOG = LoggerFactory.getLogger(JobLease.class);
  private static final Duration LOOK_INTERVAL = Duration.ofMillis(500);
  private static final Duration GLANCE_INTERVAL = Duration.ofMillis(100);

  private final LeaseTerms terms;
  private final LeaseStore store;
  private final String jobId;
  private @Nullable LeaseRecord held;

  private JobLease(LeaseTerms terms, String jobId) {
    this.terms = terms;
    this.store = LeaseStore.open(terms);
    this.jobId = jobId;
  }

  /** The lease for a job of this id; nothing is connected yet. */
  public static JobLease of(LeaseTerms terms, String jobId) {
    return new JobLease(terms, jobId);
  }

  /** The current record of the lease; empty if nobody ever held it. */
  public static Optional<LeaseRecord> look(LeaseTerms terms) throws InterruptedException {
    try (LeaseStore store = LeaseStore.open(terms)) {
      return store.read();
    }
  }

  /**
   * Waits until the lease names a job.
   *
   * @throws IllegalStateException if it names another one for longer than a claim takes
   */
  public static void awaitHeldBy(LeaseTerms terms, String jobId) throws InterruptedException {
    try (LeaseStore store = LeaseStore.open(terms)) {
      long startNanos = System.nanoTime();
      while (!store.read().filter(record -> record.isHeldBy(jobId)).isPresent()) {
        if (System.nanoTime() - startNanos > 2 * EXPIRY.toNanos()) {
          throw new IllegalStateException(
              "the lease %s does not name this job, %s".formatted(terms.name(), jobId));
        }
        Thread.sleep(GLANCE_INTERVAL.toMillis());
      }
    }
  }

  /**
   * Waits until a job of this id may claim the lease, for up to {@link #EXPIRY} if its holder has
   * died.
   *
   * @return the record of the dead holder
   * @throws LeaseRefusedException if the holder is alive
   */
  public Optional<LeaseRecord> awaitFree() throws InterruptedException {
    Optional<LeaseRecord> found = store.read();
    if (found.isEmpty() || isMine(found.get())) {
      return Optional.empty();
    }
    watch(found.get());
    return found;
  }

  /**
   * Claims the lease.
   *
   * @throws LeaseRefusedException if another job holds it
   */
  public void claim() throws InterruptedException {
    Optional<LeaseRecord> abandoned = terms.abandoned();
    while (held == null) {
      Optional<LeaseRecord> found = store.read();
      if (found.isPresent() && !isMine(found.get()) && !found.equals(abandoned)) {
        watch(found.get());
        abandoned = found;
      }
      take(found);
    }
  }

  /** Claims the lease, unless somebody else did since it was read. */
  private void take(Optional<LeaseRecord> found) throws InterruptedException {
    store.fenceOthers();
    if (!store.readAfterFencing().equals(found)) {
      return;
    }
    LeaseRecord record =
        new LeaseRecord(LeaseRecord.State.HELD, jobId, hostName(), UUID.randomUUID().toString(), 0);
    if (write(record)) {
      LOG.info("holding the lease {} as {}", terms.name(), record.holder());
    }
  }

  /**
   * Renews the lease.
   *
   * @return false if another attempt of the same job holds it now
   * @throws LeaseRefusedException if another job has taken it
   */
  public boolean renew() throws InterruptedException {
    if (held == null) {
      return false;
    }
    if (write(held.next())) {
      return true;
    }
    store.fenceOthers();
    LeaseRecord found = store.readAfterFencing().orElse(held);
    if (found.run().equals(held.run())) {
      return write(held.next());
    }
    held = null;
    if (found.isHeldByAnotherThan(jobId)) {
      throw new LeaseRefusedException(
          "the %s has taken over %s '%s', because this job did not renew its lease for %d s; this job stops, so that no image is tagged twice"
              .formatted(
                  found.holder(),
                  TaggingOptions.KAFKA_TRANSACTIONAL_ID_PREFIX.key(),
                  terms.prefix(),
                  EXPIRY.toSeconds()));
    }
    return false;
  }

  /** Releases the lease, if this job holds it and Kafka answers. */
  @Override
  public void close() {
    try (store) {
      if (held != null) {
        store.write(held.released());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.warn(
          "cannot release the lease {}; another start waits for {} s: {}",
          terms.name(),
          EXPIRY.toSeconds(),
          e.getMessage());
    }
  }

  private boolean write(LeaseRecord next) throws InterruptedException {
    boolean written = store.write(next);
    if (written) {
      held = next;
    }
    return written;
  }

  private boolean isMine(LeaseRecord record) {
    return !record.isHeldByAnotherThan(jobId);
  }

  /** Returns when the holder's lease has expired. */
  private void watch(LeaseRecord record) throws InterruptedException {
    LOG.warn(
        "{} holds the lease {}; waiting up to {} s to see whether that job is alive",
        record.holder(),
        terms.name(),
        EXPIRY.toSeconds());
    long startNanos = System.nanoTime();
    while (System.nanoTime() - startNanos < EXPIRY.toNanos()) {
      Thread.sleep(LOOK_INTERVAL.toMillis());
      LeaseRecord now = store.read().orElse(record.released());
      if (isMine(now)) {
        return;
      }
      if (!now.equals(record)) {
        throw new LeaseRefusedException(
            "%s '%s' is in use: the %s renews its lease; stop that job first, or start this one with another %s"
                .formatted(
                    TaggingOptions.KAFKA_TRANSACTIONAL_ID_PREFIX.key(),
                    terms.prefix(),
                    now.holder(),
                    TaggingOptions.KAFKA_GROUP_ID.key()));
      }
    }
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName().replaceAll("[^\\w.-]", "-");
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }
}
