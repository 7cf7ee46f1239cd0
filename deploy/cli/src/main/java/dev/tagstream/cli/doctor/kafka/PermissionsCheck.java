package dev.tagstream.cli.doctor.kafka;

import static java.util.Objects.requireNonNull;

import dev.tagstream.cli.doctor.check.Findings;
import dev.tagstream.pipeline.config.KafkaConfig;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.jspecify.annotations.Nullable;

/** Checks the permissions of the job's user, as the broker reports them; it tries nothing. */
final class PermissionsCheck {

  private static final String NAME = "permission";

  private final KafkaProbe probe;
  private final KafkaConfig config;

  PermissionsCheck(KafkaProbe probe, KafkaConfig config) {
    this.probe = probe;
    this.config = config;
  }

  void examine(Findings findings) throws InterruptedException {
    KafkaConfig.Topics topics = config.topics();
    examineTopic(topics.images(), AclOperation.READ, findings);
    for (String results : topics.ofResults()) {
      examineTopic(results, AclOperation.WRITE, findings);
    }
    examineGroup(config.reading().groupId(), findings);
    examineGroup(config.writing().transactionalIdPrefix() + "-lease", findings);
  }

  private void examineTopic(String name, AclOperation needed, Findings findings)
      throws InterruptedException {
    try {
      TopicDescription topic =
          requireNonNull(
              probe
                  .ask(
                      admin ->
                          admin
                              .describeTopics(
                                  List.of(name),
                                  new DescribeTopicsOptions().includeAuthorizedOperations(true))
                              .allTopicNames())
                  .get(name));
      judge("topic " + name, topic.authorizedOperations(), needed, findings);
    } catch (RefusedException refused) {
      // another check reports a topic that does not exist or that this user may not see
    }
  }

  private void examineGroup(String group, Findings findings) throws InterruptedException {
    String name = "group " + group;
    try {
      ConsumerGroupDescription description =
          requireNonNull(
              probe
                  .ask(
                      admin ->
                          admin
                              .describeConsumerGroups(
                                  List.of(group),
                                  new DescribeConsumerGroupsOptions()
                                      .includeAuthorizedOperations(true))
                              .all())
                  .get(group));
      judge(name, description.authorizedOperations(), AclOperation.READ, findings);
    } catch (RefusedException refused) {
      if (refused.is(GroupIdNotFoundException.class)) {
        findings.ok(NAME, name + " is new, and this user can describe it");
      } else {
        findings.failure(
            NAME,
            "%s: %s"
                .formatted(
                    name, refused.isForbidden() ? "cannot be described" : refused.getMessage()),
            "allow this user to describe and to read it");
      }
    }
  }

  private static void judge(
      String name, @Nullable Set<AclOperation> allowed, AclOperation needed, Findings findings) {
    String words = needed.name().toLowerCase(Locale.ROOT);
    if (allowed == null) {
      findings.warning(
          NAME,
          "%s: the broker does not say".formatted(name),
          "make sure that it permits to " + words);
    } else if (allowed.contains(needed)) {
      findings.ok(NAME, "%s: may %s".formatted(name, words));
    } else {
      findings.failure(
          NAME, "%s: may not %s".formatted(name, words), "allow this user to " + words);
    }
  }
}
