package dev.tagstream.cli.drift;

import dev.tagstream.pipeline.drift.TagTally;
import dev.tagstream.schemas.ImageTags;
import dev.tagstream.schemas.Tag;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What drift needs of a result.
 *
 * @param model that tagged the image
 * @param label of the best tag; null if the image has no tag
 * @param score of the best tag, 0 to 1; 0 without a tag
 * @param attributes of the image
 */
record BestTag(
    TaggedBy model, @Nullable String label, float score, Map<String, String> attributes) {

  /** The best tag of a record of the topic. */
  static BestTag of(ImageTags result) {
    TaggedBy model = new TaggedBy(result.getModelName(), result.getModelSha256());
    List<Tag> tags = result.getTags();
    return tags.isEmpty()
        ? new BestTag(model, null, 0, result.getAttributes())
        : new BestTag(
            model, tags.get(0).getLabel(), tags.get(0).getScore(), result.getAttributes());
  }

  /** Counts it. */
  void addTo(TagTally tally) {
    if (label == null) {
      tally.addUntagged();
    } else {
      tally.add(label, score);
    }
  }
}
