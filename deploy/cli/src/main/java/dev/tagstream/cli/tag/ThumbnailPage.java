package dev.tagstream.cli.tag;

import dev.tagstream.cli.page.FolderClasses;
import dev.tagstream.cli.page.KnownClass;
import dev.tagstream.cli.page.PageFile;
import dev.tagstream.cli.page.PageHead;
import dev.tagstream.cli.page.PageHead.Figure;
import dev.tagstream.cli.page.PageImage;
import dev.tagstream.cli.page.PageLimits;
import dev.tagstream.cli.page.PageTag;
import dev.tagstream.cli.page.Thumbnails;
import dev.tagstream.console.Console;
import dev.tagstream.pipeline.image.ImageLimits;
import dev.tagstream.pipeline.model.ModelContract;
import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.record.ImageOutcome;
import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.SourceObject;
import dev.tagstream.pipeline.record.Tag;
import dev.tagstream.pipeline.record.TaggedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Puts answers on a page, with thumbnails. */
final class ThumbnailPage implements AnswerPage {

  private final PageFile page;
  private final ModelContract model;
  private final FolderClasses classes;
  private final Thumbnails thumbnails;
  private final AtomicInteger asked = new AtomicInteger();
  private long tagged;
  private long rejected;
  private long labelled;
  private long correct;

  /**
   * Prepares a page.
   *
   * @param page to be filled and finished, not closed here
   * @param model whose labels folders may be named after
   * @param limits what is not decoded for its size
   */
  ThumbnailPage(PageFile page, ModelContract model, ImageLimits limits) {
    this.page = page;
    this.model = model;
    this.classes = new FolderClasses(model, "");
    this.thumbnails = new Thumbnails(limits);
  }

  @Override
  public byte @Nullable [] thumbnail(EncodedImage image, ImageOutcome outcome) {
    boolean mayBeShown =
        !(outcome instanceof RejectedImage reject)
            || reject.reason() != RejectReason.CRASHED_THE_PROCESS;
    // a page leaves out what is beyond
    return mayBeShown && asked.incrementAndGet() <= PageLimits.USUAL.images()
        ? thumbnails.of(image.bytes())
        : null;
  }

  @Override
  public void add(Answered answered) {
    if (answered.outcome() instanceof TaggedImage image) {
      tagged++;
      KnownClass known = known(image);
      if (known != null) {
        labelled++;
        correct += known.right() ? 1 : 0;
      }
      page.add(new PageImage(image.id(), null, tags(image), known, answered.thumbnail()));
    } else if (answered.outcome() instanceof RejectedImage image) {
      rejected++;
      page.add(
          new PageImage(
              image.id(),
              image.id() == null ? ((SourceObject) image.source()).uri() : null,
              new PageImage.Answer.Rejected(image.reason().name(), image.detail()),
              null,
              answered.thumbnail()));
    }
  }

  private static PageImage.Answer tags(TaggedImage image) {
    return new PageImage.Answer.Tagged(
        image.tags().stream().map(tag -> new PageTag(tag.label(), tag.score())).toList());
  }

  private @Nullable KnownClass known(TaggedImage image) {
    if (image.tags().isEmpty()) {
      return classes.known(image.id(), null, null);
    }
    Tag best = image.tags().get(0);
    return classes.known(image.id(), best.label(), best.wnid());
  }

  @Override
  public void finish(List<String> notes, Console console) {
    List<Figure> figures = new ArrayList<>();
    figures.add(Figure.count("tagged", tagged));
    figures.add(Figure.count("rejected", rejected));
    if (labelled > 0) {
      figures.add(Figure.percent("top-1 accuracy", 100.0 * correct / labelled));
    }
    PageHead head =
        new PageHead("Tagged images", List.of("model " + model.name(), "tagstream tag"), figures);
    console.say(page.finish(head, notes));
  }

  @Override
  public void close() {
    thumbnails.close();
  }
}
