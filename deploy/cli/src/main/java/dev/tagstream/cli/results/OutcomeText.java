package dev.tagstream.cli.results;

import dev.tagstream.console.Printable;
import dev.tagstream.schemas.ImageTags;
import dev.tagstream.schemas.RejectedImage;
import dev.tagstream.schemas.Tag;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Formats an outcome as one line for people: the id, then the best tags or the reason. */
public final class OutcomeText {

  private static final int MAX_TAGS = 3;

  private OutcomeText() {}

  /** The line, without a line end. */
  public static String line(Outcome outcome) {
    return Printable.line(text(outcome));
  }

  private static String text(Outcome outcome) {
    if (outcome instanceof Outcome.Result result) {
      return "%-29s %s".formatted(result.id(), tags(result)) + truncated(result.avro());
    }
    RejectedImage reject = ((Outcome.Reject) outcome).avro();
    String name = reject.getId() == null ? SourcePlace.of(reject) : reject.getId();
    return "%-29s %s: %s".formatted(name, reject.getReason(), reject.getDetail());
  }

  private static String truncated(ImageTags tags) {
    return tags.getTruncated() == null ? "" : " (%s)".formatted(tags.getTruncated());
  }

  private static String tags(Outcome.Result result) {
    List<Tag> tags = result.avro().getTags();
    int left = tags.size() - MAX_TAGS;
    return tags.stream().limit(MAX_TAGS).map(OutcomeText::tag).collect(Collectors.joining(", "))
        + (left > 0 ? " and %d more".formatted(left) : "");
  }

  private static String tag(Tag tag) {
    return tag.getLabel() + String.format(Locale.ROOT, " %.3f", tag.getScore());
  }
}
