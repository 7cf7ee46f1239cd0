package dev.tagstream.pipeline.config;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Where the manifest is that names the model of each epoch: a topic or a file.
 *
 * @param topic compacted; the job's name is the key of its manifest; null for a file
 * @param file a path on the JobManager; null for a topic
 */
public record ModelsConfig(@Nullable String topic, @Nullable String file) implements Serializable {

  public ModelsConfig {
    if ((topic == null) == (file == null)) {
      throw new InvalidConfigException(
          "%s must be unset where %s is set"
              .formatted(TaggingOptions.MODELS_FILE.key(), TaggingOptions.MODELS_TOPIC.key()));
    }
    if (topic != null) {
      KafkaConfig.Topics.requireLegal(TaggingOptions.MODELS_TOPIC, topic);
    }
  }

  /** Null if the job never switches models. */
  static @Nullable ModelsConfig read(OptionReader options) {
    String topic = options.find(TaggingOptions.MODELS_TOPIC).orElse(null);
    String file = options.find(TaggingOptions.MODELS_FILE).orElse(null);
    return topic == null && file == null ? null : new ModelsConfig(topic, file);
  }
}
