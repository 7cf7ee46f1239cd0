package dev.tagstream.cli.verify;

import dev.tagstream.cli.page.KnownClass;
import dev.tagstream.cli.page.PageFile;
import dev.tagstream.cli.page.PageImage;
import dev.tagstream.cli.page.PageTag;
import dev.tagstream.cli.page.Thumbnails;
import dev.tagstream.cli.verify.Comparison.Judgement;
import dev.tagstream.pipeline.image.ImageLimits;
import dev.tagstream.pipeline.record.UnreadableImageException;
import dev.tagstream.schemas.model.Labels;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Adds the images of a comparison to a page, with the tags of both sides. */
final class ComparisonPage implements ComparedImages {

  private static final int MAX_TAGS = 5;

  private final PageFile page;
  private final Labels labels;
  private final Thumbnails thumbnails;

  /** The encoded images of the current round, by id. */
  private final Map<String, byte[]> waiting = new HashMap<>();

  /**
   * Prepares a page.
   *
   * @param page the page to fill; the caller completes it
   * @param labels the names of the classes
   * @param limits the size limits of images
   */
  ComparisonPage(PageFile page, Labels labels, ImageLimits limits) {
    this.page = page;
    this.labels = labels;
    this.thumbnails = new Thumbnails(limits);
  }

  @Override
  public void read(String id, byte[] encoded) {
    byte[] thumbnail = thumbnails.of(encoded);
    if (thumbnail != null) {
      waiting.put(id, thumbnail);
    }
  }

  @Override
  public void compared(String id, Answer model, Answer reference, Judgement judgement) {
    PageImage.Answer.Compared answer =
        new PageImage.Answer.Compared(tags(model), tags(reference), !judgement.agrees());
    page.add(
        new PageImage(
            id, null, answer, known(model, reference, judgement.known()), waiting.remove(id)));
  }

  @Override
  public void unreadable(String id, UnreadableImageException why) {
    PageImage.Answer.Rejected answer =
        new PageImage.Answer.Rejected(why.reason().name(), why.detail());
    page.add(PageImage.of(id, answer, waiting.remove(id)));
  }

  private List<PageTag> tags(Answer answer) {
    return IntStream.range(0, answer.classes().length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer at) -> -answer.probabilities()[at]))
        .limit(MAX_TAGS)
        .map(at -> new PageTag(name(answer.classes()[at]), answer.probabilities()[at]))
        .toList();
  }

  private @Nullable KnownClass known(Answer model, Answer reference, Set<Integer> known) {
    return known.isEmpty()
        ? null
        : new KnownClass(
            name(known.iterator().next()),
            known.contains(model.classes()[model.best()]),
            known.contains(reference.classes()[reference.best()]));
  }

  private String name(int index) {
    return labels.of(index).name();
  }

  @Override
  public void close() {
    thumbnails.close();
  }
}
