package dev.tagstream.cli.demo;

import dev.tagstream.cli.page.PageFile;
import dev.tagstream.cli.page.Thumbnails;
import dev.tagstream.cli.results.Outcome;
import dev.tagstream.cli.results.OutcomeImage;
import dev.tagstream.console.ImageFile;
import dev.tagstream.console.ImageFolder;
import dev.tagstream.pipeline.image.ImageLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the page of a finished demo. */
final class DemoPage {

  private final ImageLimits limits;
  private final Map<String, ImageFile> files = new HashMap<>();

  /**
   * Prepares a page.
   *
   * @param folder of the images
   * @param limits the size limits of thumbnails' images
   */
  DemoPage(Path folder, ImageLimits limits) throws IOException {
    this.limits = limits;
    ImageFolder.list(folder).forEach(file -> files.put(file.id(), file));
  }

  /**
   * Writes the page.
   *
   * @return a line with its location
   */
  String write(DemoReport report, PageFile page) throws IOException {
    try (Thumbnails thumbnails = new Thumbnails(limits)) {
      for (Outcome outcome : report.outcomes()) {
        page.add(OutcomeImage.of(outcome, report.known(outcome), thumbnail(outcome, thumbnails)));
      }
    }
    return page.finish(report.head(), List.of());
  }

  private byte @Nullable [] thumbnail(Outcome outcome, Thumbnails thumbnails) throws IOException {
    ImageFile file = files.get(outcome.id());
    return file == null
            || file.bytes() > limits.maxEncodedBytes()
            || !OutcomeImage.canBeShown(outcome)
        ? null
        : thumbnails.of(Files.readAllBytes(file.path()));
  }
}
