package dev.tagstream.cli.verify;

import dev.tagstream.cli.verify.VerifyReport.Figures;
import dev.tagstream.cli.verify.VerifyReport.Omission;
import dev.tagstream.cli.verify.VerifyReport.Speed;
import dev.tagstream.console.Console;
import dev.tagstream.console.PictureFile;
import dev.tagstream.console.PictureFolder;
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

/**
 * Runs a model and its reference over a folder of pictures.
 *
 * @param model the model file to verify
 * @param reference another model file, or a file of known tags
 * @param limits what is refused for its size
 * @param thresholds what must be reached
 */
public record Verify(Path model, Path reference, ImageLimits limits, Thresholds thresholds) {

  /** How many pictures one runs before the other takes its turn. */
  private static final int ROUND_PICTURES = 16;

  /**
   * Compares, showing progress.
   *
   * @throws UserErrorException if the two cannot be compared, or not over these files
   * @throws dev.tagstream.pipeline.model.session.UnusableModelException if a file is no model that
   *     runs
   */
  public VerifyReport over(Path folder, Console console) throws IOException, InterruptedException {
    List<PictureFile> files = PictureFolder.list(folder);
    try (ModelTagger verified = ModelTagger.open(model, limits);
        Tagger wanted = openReference()) {
      wanted.requireSameClasses(verified.contract());
      List<PictureFile> known = files.stream().filter(file -> wanted.knows(file.id())).toList();
      Rounds rounds =
          new Rounds(
              verified,
              wanted,
              new Comparison(verified.contract().output(), verified.contract().labels()),
              limits);
      try (Progress progress = console.progress("compared", known.size())) {
        for (int from = 0; from < known.size(); from += ROUND_PICTURES) {
          int to = Math.min(from + ROUND_PICTURES, known.size());
          rounds.run(known.subList(from, to));
          progress.done(to);
        }
      }
      return report(folder, files.size(), missing(wanted, known, rounds), rounds);
    }
  }

  private Tagger openReference() {
    return KnownTagsFile.isMeant(reference)
        ? KnownTagsFile.read(reference)
        : ModelTagger.open(reference, limits);
  }

  /** A picture that the reference tells of and that cannot be read is missing too. */
  private static List<String> missing(Tagger reference, List<PictureFile> known, Rounds rounds) {
    Set<String> there = known.stream().map(PictureFile::id).collect(Collectors.toSet());
    rounds.unreadable().forEach(file -> there.remove(file.id()));
    Set<String> missing = new TreeSet<>(reference.demanded());
    missing.removeAll(there);
    return List.copyOf(missing);
  }

  private VerifyReport report(Path folder, int files, List<String> missing, Rounds rounds) {
    Figures figures = rounds.comparison().figures();
    if (figures == null) {
      throw new UserErrorException(nothingCompared(folder, files, missing, rounds.failed()));
    }
    List<String> missed = new ArrayList<>(thresholds.missed(figures));
    if (!missing.isEmpty()) {
      missed.add(
          "pictures that %s names but that are missing: %d".formatted(reference, missing.size()));
    }
    if (!rounds.failed().isEmpty()) {
      missed.add("pictures that failed: " + rounds.failed().size());
    }
    return new VerifyReport(
        model.toString(),
        reference.toString(),
        files,
        rounds.unreadable(),
        rounds.failed(),
        missing,
        figures,
        new Speed(rounds.model().cost(), rounds.reference().cost(), rounds.count()),
        missed);
  }

  private String nothingCompared(
      Path folder, int files, List<String> missing, List<Omission> failed) {
    if (!failed.isEmpty()) {
      return "every picture failed; %s: %s".formatted(failed.get(0).id(), failed.get(0).why());
    }
    return missing.isEmpty()
        ? "none of the %d files in %s is a picture that can be compared; name a folder of pictures"
            .formatted(files, folder)
        : "%s has none of the pictures that %s names, such as %s; they are paths below the folder"
            .formatted(folder, reference, missing.get(0));
  }
}
