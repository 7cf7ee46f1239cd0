package dev.tagstream.cli.results;

import dev.tagstream.cli.page.KnownClass;
import dev.tagstream.cli.page.PageImage;
import dev.tagstream.cli.page.PageTag;
import dev.tagstream.schemas.ImageTags;
import dev.tagstream.schemas.RejectReason;
import dev.tagstream.schemas.RejectedImage;
import org.jspecify.annotations.Nullable;

/** Converts outcomes to images of a page. */
public final class OutcomeImage {

  private OutcomeImage() {}

  /**
   * The image of an outcome.
   *
   * @param known its known class; null if unknown
   * @param thumbnail null if there is none
   */
  public static PageImage of(
      Outcome outcome, @Nullable KnownClass known, byte @Nullable [] thumbnail) {
    if (outcome instanceof Outcome.Result result) {
      ImageTags tags = result.avro();
      return new PageImage(
          tags.getId(),
          SourcePlace.of(tags),
          new PageImage.Answer.Tagged(
              tags.getTags().stream()
                  .map(tag -> new PageTag(tag.getLabel(), tag.getScore()))
                  .toList()),
          known,
          thumbnail);
    }
    RejectedImage reject = ((Outcome.Reject) outcome).avro();
    return new PageImage(
        reject.getId(),
        SourcePlace.of(reject),
        new PageImage.Answer.Rejected(reject.getReason().name(), reject.getDetail()),
        known,
        thumbnail);
  }

  /** Whether the image may be decoded again: not if it has killed the process. */
  public static boolean canBeShown(Outcome outcome) {
    return !(outcome instanceof Outcome.Reject reject)
        || reject.avro().getReason() != RejectReason.CRASHED_THE_PROCESS;
  }
}
