package dev.tagstream.pipeline.config;

import static dev.tagstream.pipeline.config.InvalidConfigException.mustBe;

import dev.tagstream.pipeline.fetch.AllowList;
import dev.tagstream.pipeline.fetch.ModelFetching;
import dev.tagstream.pipeline.swap.SwapMode;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the manifest is that names the model of each epoch: a topic or a file.
 *
 * @param topic compacted; the job's name is the key of its manifest; null for a file
 * @param file a path on the JobManager; null for a topic
 * @param fetching fetches models that the manifest names by URI; null if none may be fetched
 * @param swap where a new epoch's sessions are opened
 */
public record ModelsConfig(
    @Nullable String topic, @Nullable String file, @Nullable ModelFetching fetching, SwapMode swap)
    implements Serializable {

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
    return topic == null && file == null
        ? null
        : new ModelsConfig(
            topic, file, fetching(options), options.read(TaggingOptions.MODELS_SWAP));
  }

  private static @Nullable ModelFetching fetching(OptionReader options) {
    List<String> places = options.find(TaggingOptions.MODELS_FETCH_ALLOW).orElse(null);
    if (places == null) {
      return null;
    }
    long maxBytes = options.read(TaggingOptions.MODELS_FETCH_MAX_BYTES).getBytes();
    if (maxBytes < 1) {
      throw mustBe(TaggingOptions.MODELS_FETCH_MAX_BYTES, "at least 1 byte", maxBytes);
    }
    String folder =
        options
            .find(TaggingOptions.MODELS_FETCH_FOLDER)
            .orElseThrow(
                () ->
                    new InvalidConfigException(
                        "%s must be set where %s is set"
                            .formatted(
                                TaggingOptions.MODELS_FETCH_FOLDER.key(),
                                TaggingOptions.MODELS_FETCH_ALLOW.key())));
    try {
      return new ModelFetching(
          AllowList.of(
              places,
              options.find(TaggingOptions.MODELS_FETCH_PRIVATE_HOSTS).orElse(List.of()),
              ModelFetching.OPTIONS),
          ObjectsConfig.readS3(options),
          maxBytes,
          folder);
    } catch (IllegalArgumentException broken) {
      throw new InvalidConfigException(
          "%s: %s".formatted(TaggingOptions.MODELS_FETCH_ALLOW.key(), broken.getMessage()));
    }
  }
}
