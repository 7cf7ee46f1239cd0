package dev.tagstream.cli.doctor.kafka;

import dev.tagstream.cli.doctor.check.Findings;
import dev.tagstream.pipeline.config.KafkaConfig;
import dev.tagstream.pipeline.config.TaggingConfig;
import dev.tagstream.pipeline.config.TaggingOptions;
import dev.tagstream.pipeline.kafka.ResultLimits;
import java.util.Optional;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Checks the job's topics: their existence, partitions, replicas and size limits. */
final class TopicsCheck {

  private static final String NAME = "topic";

  private final KafkaProbe probe;
  private final TaggingConfig config;
  private final int slots;

  TopicsCheck(KafkaProbe probe, TaggingConfig config, int slots) {
    this.probe = probe;
    this.config = config;
    this.slots = slots;
  }

  void examine(Findings findings) throws InterruptedException {
    KafkaConfig.Topics topics = config.kafka().topics();
    usable(topics.images(), findings).ifPresent(images -> examineImages(images, findings));
    usable(topics.tags(), findings).ifPresent(tags -> examineTags(tags, findings));
    usable(topics.rejects(), findings).ifPresent(rejects -> examineRejects(rejects, findings));
    if (topics.shadow() != null) {
      usable(topics.shadow(), findings).ifPresent(shadow -> examineTags(shadow, findings));
    }
  }

  /** The topic, if it exists and accepts records. */
  private Optional<TopicFacts> usable(String name, Findings findings) throws InterruptedException {
    TopicFacts topic;
    try {
      topic = TopicFacts.ask(probe, name);
    } catch (RefusedException refused) {
      judge(name, refused, findings);
      return Optional.empty();
    }
    if (topic.leaderless() > 0) {
      findings.failure(
          NAME,
          "%s: %d of its %d partitions have no leader"
              .formatted(name, topic.leaderless(), topic.partitions()),
          "bring back the brokers that host them");
      return Optional.empty();
    }
    if (topic.leastInSync() < topic.minInSync().orElse(0)) {
      findings.failure(
          NAME,
          "%s: a partition has %d replicas in sync but min.insync.replicas is %d, so it accepts no records"
              .formatted(name, topic.leastInSync(), topic.minInSync().getAsLong()),
          "bring the other brokers back, or give it more replicas");
      return Optional.empty();
    }
    return Optional.of(topic);
  }

  private static void judge(String name, RefusedException refused, Findings findings) {
    if (refused.is(UnknownTopicOrPartitionException.class)) {
      findings.failure(
          NAME,
          name + " does not exist",
          "create it with 'tagstream topics create', or name another");
    } else if (refused.isForbidden()) {
      findings.failure(
          NAME, name + " cannot be described by this user", "allow this user to describe it");
    } else {
      findings.failure(
          NAME, "%s: %s".formatted(name, refused.getMessage()), "check the broker's log");
    }
  }

  private void examineImages(TopicFacts images, Findings findings) {
    long maxImage = config.limits().maxEncodedBytes();
    if (images.partitions() < slots && !config.rebalanceImages()) {
      findings.warning(
          NAME,
          "%s for %d slots, so %d of these read nothing"
              .formatted(images, slots, slots - images.partitions()),
          "add partitions, take fewer slots, or set %s true"
              .formatted(TaggingOptions.REBALANCE_IMAGES.key()));
    } else if (images.maxMessageBytes().orElse(Long.MAX_VALUE) < maxImage) {
      findings.warning(
          NAME,
          "%s, but %s is %d: larger images cannot be sent"
              .formatted(images, TaggingOptions.LIMITS_MAX_ENCODED_BYTES.key(), maxImage),
          "raise its max.message.bytes, or lower the limit to match");
    } else {
      findings.ok(NAME, images.toString());
    }
  }

  private static void examineTags(TopicFacts tags, Findings findings) {
    if (!isTooSmallForAnyResult(tags, findings)) {
      findings.ok(NAME, tags.toString());
    }
  }

  private void examineRejects(TopicFacts rejects, Findings findings) {
    if (isTooSmallForAnyResult(rejects, findings)) {
      return;
    }
    long value = config.limits().maxRejectedValueBytes();
    if (rejects.maxMessageBytes().orElse(Long.MAX_VALUE) < value + ResultLimits.LEAST_BYTES) {
      findings.warning(
          NAME,
          "%s, too little for rejected records, of which %s keeps %d bytes: the job truncates them"
              .formatted(rejects, TaggingOptions.REJECTS_MAX_VALUE_BYTES.key(), value),
          "raise its max.message.bytes to %d".formatted(value + ResultLimits.LEAST_BYTES));
    } else {
      findings.ok(NAME, rejects.toString());
    }
  }

  private static boolean isTooSmallForAnyResult(TopicFacts topic, Findings findings) {
    if (topic.maxMessageBytes().orElse(Long.MAX_VALUE) >= ResultLimits.LEAST_BYTES) {
      return false;
    }
    findings.failure(
        NAME,
        "%s, but results need up to %d".formatted(topic, ResultLimits.LEAST_BYTES),
        "raise its max.message.bytes");
    return true;
  }
}
