package dev.tagstream.pipeline.config;

import static dev.tagstream.pipeline.config.InvalidConfigException.mustBe;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * The content of a result.
 *
 * @param topK the most tags, at least 1; null for the model's own number
 * @param minScore the lowest score of a tag, 0 to 1; null for the model's own thresholds
 * @param thresholds a file with the lowest score of some labels; null for none
 * @param embedding whether it also has the model's embedding
 */
public record TagsConfig(
    @Nullable Integer topK,
    @Nullable Float minScore,
    @Nullable String thresholds,
    boolean embedding)
    implements Serializable {

  public TagsConfig {
    if (topK != null && topK < 1) {
      throw mustBe(TaggingOptions.TAGS_TOP_K, "at least 1", topK);
    }
    if (minScore != null && !(minScore >= 0 && minScore <= 1)) {
      throw mustBe(TaggingOptions.TAGS_MIN_SCORE, "from 0 to 1", minScore);
    }
  }

  static TagsConfig read(OptionReader options) {
    return new TagsConfig(
        options.find(TaggingOptions.TAGS_TOP_K).orElse(null),
        options.find(TaggingOptions.TAGS_MIN_SCORE).orElse(null),
        options.find(TaggingOptions.TAGS_THRESHOLDS).orElse(null),
        options.read(TaggingOptions.TAGS_EMBEDDING));
  }
}
