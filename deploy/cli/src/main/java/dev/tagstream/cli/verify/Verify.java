package dev.tagstream.cli.verify;

import dev.tagstream.cli.page.PageFile;
import dev.tagstream.cli.verify.VerifyReport.Figures;
import dev.tagstream.cli.verify.VerifyReport.Omission;
import dev.tagstream.cli.verify.VerifyReport.Speed;
import dev.tagstream.console.Console;
import dev.tagstream.console.ImageFile;
import dev.tagstream.console.ImageFolder;
import dev.tagstream.console.Progress;
import dev.tagstream.console.UserErrorException;
import dev.tagstream.pipeline.image.ImageLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs a model and its reference over a folder of images.
 *
 * @param model the model file to verify
 * @param reference another model file, or a file of known tags
 * @param limits the size limits of images
 * @param thresholds the thresholds to reach
 */
public record Verify(Path model, Path reference, ImageLimits limits, Thresholds thresholds) {

  /** The number of images of one turn. */
  private static final int ROUND_IMAGES = 16;

  /**
   * Compares model and reference and shows progress.
   *
   * @throws UserErrorException if the two cannot be compared on these files
   * @throws dev.tagstream.pipeline.model.session.UnusableModelException if a file is not a model
   *     that can run
   */
  public VerifyReport over(Path folder, Console console) throws IOException, InterruptedException {
    return over(folder, console, null);
  }

  /**
   * Compares and adds the images to a page.
   *
   * @param page the page to fill, which the caller completes; null for none
   */
  VerifyReport over(Path folder, Console console, @Nullable PageFile page)
      throws IOException, InterruptedException {
    List<ImageFile> files = ImageFolder.list(folder);
    try (ModelTagger verified = ModelTagger.open(model, limits);
        TagSource wanted = openReference();
        ComparedImages viewer = viewer(page, verified)) {
      wanted.requireSameClasses(verified.contract());
      List<ImageFile> known = files.stream().filter(file -> wanted.knows(file.id())).toList();
      ModelTurns turns =
          new ModelTurns(
              verified,
              wanted,
              new Comparison(verified.contract().output(), verified.contract().labels()),
              limits,
              viewer);
      try (Progress progress = console.progress("compared", known.size())) {
        for (int from = 0; from < known.size(); from += ROUND_IMAGES) {
          int to = Math.min(from + ROUND_IMAGES, known.size());
          turns.run(known.subList(from, to));
          progress.done(to);
        }
      }
      return report(folder, files.size(), missing(wanted, known, turns), turns);
    }
  }

  private ComparedImages viewer(@Nullable PageFile page, ModelTagger verified) {
    return page == null
        ? ComparedImages.NONE
        : new ComparisonPage(page, verified.contract().labels(), limits);
  }

  private TagSource openReference() {
    return KnownTagsFile.isMeant(reference)
        ? KnownTagsFile.read(reference)
        : ModelTagger.open(reference, limits);
  }

  /** The missing images of the reference, including those that cannot be read. */
  private static List<String> missing(
      TagSource reference, List<ImageFile> known, ModelTurns turns) {
    Set<String> there = known.stream().map(ImageFile::id).collect(Collectors.toSet());
    turns.unreadable().forEach(file -> there.remove(file.id()));
    Set<String> missing = new TreeSet<>(reference.demanded());
    missing.removeAll(there);
    return List.copyOf(missing);
  }

  private VerifyReport report(Path folder, int files, List<String> missing, ModelTurns turns) {
    Figures figures = turns.comparison().figures();
    if (figures == null) {
      throw new UserErrorException(nothingCompared(folder, files, missing, turns.failed()));
    }
    List<String> missed = new ArrayList<>(thresholds.missed(figures));
    if (!missing.isEmpty()) {
      missed.add(
          "images that %s names but the folder lacks: %d".formatted(reference, missing.size()));
    }
    if (!turns.failed().isEmpty()) {
      missed.add("images that failed: " + turns.failed().size());
    }
    return new VerifyReport(
        model.toString(),
        reference.toString(),
        files,
        turns.unreadable(),
        turns.failed(),
        missing,
        figures,
        new Speed(turns.model().cost(), turns.reference().cost(), turns.count()),
        missed);
  }

  private String nothingCompared(
      Path folder, int files, List<String> missing, List<Omission> failed) {
    if (!failed.isEmpty()) {
      return "every image failed; %s: %s".formatted(failed.get(0).id(), failed.get(0).why());
    }
    return missing.isEmpty()
        ? "none of the %d files in %s is an image that can be compared; name a folder of images"
            .formatted(files, folder)
        : "%s has none of the images that %s names, such as %s; they are paths below the folder"
            .formatted(folder, reference, missing.get(0));
  }
}
