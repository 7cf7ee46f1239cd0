package dev.tagstream.cli.tag.output;

import dev.tagstream.pipeline.record.Tag;
import java.util.List;

/** What became of an image. */
public sealed interface Answer {

  /** What its answer is called: the path or URI that leads to the image. */
  String id();

  /**
   * It has tags.
   *
   * @param tags the best ones, highest score first; none where every score is below its threshold
   */
  record Tagged(String id, List<Tag> tags) implements Answer {

    public Tagged {
      tags = List.copyOf(tags);
    }
  }

  /**
   * It has none.
   *
   * @param reason such as {@code CORRUPT_IMAGE}
   * @param detail one line that says what is wrong with it
   */
  record Rejected(String id, String reason, String detail) implements Answer {}
}
