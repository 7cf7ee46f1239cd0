package dev.tagstream.cli.doctor.kafka;

import dev.tagstream.cli.doctor.check.Findings;
import java.time.Duration;
import org.apache.kafka.clients.admin.QuorumInfo;

/**
 * Compares this machine's clock with that of the leading controller, which reports its own current
 * time. The result is exact to half of the request's duration.
 */
final class ClockCheck {

  private static final String NAME = "clock";

  /** A larger difference makes the times in results and the job's lag wrong. */
  private static final Duration HARMLESS = Duration.ofSeconds(2);

  private final KafkaProbe probe;

  ClockCheck(KafkaProbe probe) {
    this.probe = probe;
  }

  void examine(Findings findings) throws InterruptedException {
    long before;
    long after;
    QuorumInfo quorum;
    try {
      // the first request may need a new connection
      probe.ask(admin -> admin.describeMetadataQuorum().quorumInfo());
      before = System.currentTimeMillis();
      quorum = probe.ask(admin -> admin.describeMetadataQuorum().quorumInfo());
      after = System.currentTimeMillis();
    } catch (RefusedException refused) {
      findings.warning(
          NAME,
          "cannot be compared with the broker's: " + refused.getMessage(),
          "allow this user to describe the cluster, or check it another way");
      return;
    }
    quorum.voters().stream()
        .filter(voter -> voter.replicaId() == quorum.leaderId())
        .mapToLong(leader -> leader.lastCaughtUpTimestamp().orElse(before))
        .forEach(
            leader -> judge(leader - (before + after) / 2, (after - before + 1) / 2, findings));
  }

  private static void judge(long aheadMillis, long exactMillis, Findings findings) {
    String words =
        "the broker's is %d ms %s this one's, give or take %d ms"
            .formatted(Math.abs(aheadMillis), aheadMillis < 0 ? "behind" : "ahead of", exactMillis);
    if (Math.abs(aheadMillis) - exactMillis > HARMLESS.toMillis()) {
      findings.warning(NAME, words, "synchronize both with NTP");
    } else {
      findings.ok(NAME, words);
    }
  }
}
