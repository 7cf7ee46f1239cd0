package dev.tagstream.cli.doctor.kafka;

import dev.tagstream.cli.doctor.check.Check;
import dev.tagstream.cli.doctor.check.Findings;
import dev.tagstream.pipeline.config.Delivery;
import dev.tagstream.pipeline.config.TaggingConfig;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.Node;

/** Checks the broker and, if it answers, everything that the job needs from it. */
public final class KafkaCheck implements Check.Examination {

  private static final String NAME = "broker";

  private static final String ADDRESS_REMEDY =
      "check that it runs, and the address: --bootstrap-servers or tagging.kafka.bootstrap-servers";

  private static final String LOGIN_REMEDY =
      "check security.protocol and the sasl.* and ssl.* properties: --client-config or"
          + " tagging.kafka.properties.*";

  private final TaggingConfig config;
  private final int slots;

  /**
   * Creates the check for a job.
   *
   * @param slots the job's parallelism
   */
  public KafkaCheck(TaggingConfig config, int slots) {
    this.config = config;
    this.slots = slots;
  }

  @Override
  public void examine(Findings findings) throws InterruptedException {
    if (!takesConnections(findings)) {
      return;
    }
    try (KafkaProbe probe = KafkaProbe.of(config.kafka())) {
      Collection<Node> nodes = probe.ask(admin -> admin.describeCluster().nodes());
      examine(nodes, findings);
      new TopicsCheck(probe, config, slots).examine(findings);
      new PermissionsCheck(probe, config.kafka()).examine(findings);
      if (config.kafka().writing().delivery() == Delivery.EXACTLY_ONCE) {
        new TransactionsCheck(probe, config.kafka(), List.copyOf(nodes)).examine(findings);
      }
      new LeaseCheck(config.kafka()).examine(findings);
      new ClockCheck(probe).examine(findings);
    } catch (RefusedException refused) {
      findings.failure(
          NAME,
          refused.isSilence()
              ? "%s accepts connections but does not answer".formatted(servers())
              : "%s refuses: %s".formatted(servers(), refused.getMessage()),
          LOGIN_REMEDY);
    }
  }

  private String servers() {
    return config.kafka().bootstrapServers();
  }

  /** Tries plain sockets first, which report more, and sooner, than Kafka's client. */
  private boolean takesConnections(Findings findings) {
    List<Address> addresses = Address.parse(servers());
    List<String> problems = problems(addresses);
    if (problems.isEmpty()) {
      return true;
    }
    String words = String.join(", ", problems);
    if (problems.size() < addresses.size()) {
      findings.warning(NAME, "not all accept connections: " + words, ADDRESS_REMEDY);
      return true;
    }
    findings.failure(
        NAME,
        "accepts no connection: %s; topics, permissions, transactions and clock are not checked"
            .formatted(words),
        ADDRESS_REMEDY);
    return false;
  }

  private static List<String> problems(List<Address> addresses) {
    List<String> problems = new ArrayList<>();
    for (Address address : addresses) {
      Optional<String> problem = address.problem();
      problem.ifPresent(words -> problems.add("%s (%s)".formatted(address, words)));
    }
    return problems;
  }

  private void examine(Collection<Node> nodes, Findings findings) {
    List<Address> advertised =
        nodes.stream().map(node -> new Address(node.host(), node.port())).toList();
    List<String> problems = problems(advertised);
    if (problems.isEmpty()) {
      findings.ok(NAME, "%s answers, %d in the cluster".formatted(servers(), nodes.size()));
    } else {
      findings.failure(
          NAME,
          "%s answers, but its cluster advertises %s, which cannot be reached from here"
              .formatted(servers(), String.join(", ", problems)),
          "set advertised.listeners of the brokers, or fix the network in between");
    }
  }
}
