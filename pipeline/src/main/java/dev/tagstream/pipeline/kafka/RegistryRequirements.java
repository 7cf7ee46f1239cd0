package dev.tagstream.pipeline.kafka;

import dev.tagstream.pipeline.config.FormatConfig;
import dev.tagstream.pipeline.config.InvalidConfigException;
import dev.tagstream.pipeline.config.KafkaConfig;
import dev.tagstream.pipeline.config.RegistryConfig;
import dev.tagstream.pipeline.kafka.event.EventFormat;
import dev.tagstream.pipeline.kafka.registry.RegistryClient;
import dev.tagstream.pipeline.kafka.registry.UnusableRegistryException;
import dev.tagstream.schemas.ImageTags;
import dev.tagstream.schemas.RejectedImage;

/** What the job requires of its formats and of its schema registry. */
public final class RegistryRequirements {

  private RegistryRequirements() {}

  /**
   * Checks that the registry answers, that the schemas of events have the mapped fields, and that
   * the registry has or would take the schemas of results. Registers nothing.
   *
   * @throws InvalidConfigException if a field or the schema of events is missing
   * @throws UnusableRegistryException if the registry does not answer, or lacks a schema
   */
  public static void check(KafkaConfig config) throws InterruptedException {
    FormatConfig format = config.format();
    RegistryConfig registry = format.registry();
    if (registry != null) {
      new RegistryClient(registry).requireAnswer();
      for (String topic : config.topics().ofTags()) {
        ResultFrame.check(format.framings().tags(), topic, ImageTags.getClassSchema(), registry);
      }
      ResultFrame.check(
          format.framings().rejects(),
          config.topics().rejects(),
          RejectedImage.getClassSchema(),
          registry);
    }
    EventFormat.of(config);
  }
}
