package dev.tagstream.cli.rejects;

import dev.tagstream.cli.page.PageFile;
import dev.tagstream.cli.page.PageHead;
import dev.tagstream.cli.page.PageHead.Figure;
import dev.tagstream.cli.page.Thumbnails;
import dev.tagstream.cli.results.Outcome;
import dev.tagstream.cli.results.OutcomeImage;
import dev.tagstream.schemas.RejectReason;
import java.util.List;
import java.util.Map;

/** Adds rejects to a page, with thumbnails as far as their images can be decoded. */
final class RejectsPage {

  private static final int MAX_FIGURES = 4;

  private final PageFile page;
  private final RejectedBytes images;
  private final Thumbnails thumbnails;

  /**
   * Prepares a page.
   *
   * @param page the page to fill and complete
   * @param images provides the bytes of rejected images
   * @param thumbnails creates thumbnails
   */
  RejectsPage(PageFile page, RejectedBytes images, Thumbnails thumbnails) {
    this.page = page;
    this.images = images;
    this.thumbnails = thumbnails;
  }

  void add(StoredReject reject) {
    Outcome outcome = new Outcome.Reject(reject.avro());
    page.add(
        OutcomeImage.of(
            outcome,
            null,
            OutcomeImage.canBeShown(outcome) ? thumbnails.of(images.of(reject)) : null));
  }

  /**
   * Completes the page.
   *
   * @param topic of the rejects
   * @param counts the number of rejects by reason
   * @return a line with the page's location
   */
  String finish(String topic, Map<RejectReason, Integer> counts) {
    List<Figure> figures =
        counts.entrySet().stream()
            .sorted(Map.Entry.<RejectReason, Integer>comparingByValue().reversed())
            .limit(MAX_FIGURES)
            .map(count -> Figure.count(count.getKey().name(), count.getValue()))
            .toList();
    return page.finish(new PageHead(topic, List.of("tagstream rejects"), figures), List.of());
  }
}
