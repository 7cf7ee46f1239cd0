package dev.tagstream.cli.doctor.kafka;

import dev.tagstream.cli.doctor.check.Check.Examination;
import dev.tagstream.cli.doctor.check.Findings;
import dev.tagstream.cli.doctor.check.Refusal;
import dev.tagstream.pipeline.config.InvalidConfigException;
import dev.tagstream.pipeline.config.KafkaConfig;
import dev.tagstream.pipeline.config.RegistryConfig;
import dev.tagstream.pipeline.kafka.RegistryRequirements;
import dev.tagstream.pipeline.kafka.registry.UnusableRegistryException;

/**
 * Checks the schema registry, and the mapped fields against its schemas or those that are given.
 * Says nothing if the job uses neither. Registers nothing.
 */
public final class RegistryCheck implements Examination {

  private static final String NAME = "registry";

  private final KafkaConfig config;

  public RegistryCheck(KafkaConfig config) {
    this.config = config;
  }

  @Override
  public void examine(Findings findings) throws InterruptedException {
    RegistryConfig registry = config.format().registry();
    if (registry == null && config.format().fields() == null) {
      return;
    }
    try {
      RegistryRequirements.check(config);
      findings.ok(
          NAME,
          registry == null
              ? "the schemas that are given have the mapped fields"
              : "%s answers, and has or takes what the job needs"
                  .formatted(String.join(", ", registry.urls())));
    } catch (InvalidConfigException | UnusableRegistryException refused) {
      findings.failure(NAME, Refusal.of(refused, "see pipeline/REGISTRIES.md"));
    }
  }
}
