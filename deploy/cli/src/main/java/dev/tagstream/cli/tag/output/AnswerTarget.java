package dev.tagstream.cli.tag.output;

import dev.tagstream.console.UserErrorException;
import dev.tagstream.pipeline.outcome.OutcomeRows;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The target of answers.
 *
 * @param tags {@code -} for standard output, or a file; its extension determines the format
 * @param rejects likewise for rejects; null for the same target
 * @param start the treatment of an existing file
 */
public record AnswerTarget(String tags, @Nullable String rejects, Start start) {

  /** The name of standard output. */
  public static final String STANDARD_OUTPUT = "-";

  /** The treatment of an existing file. */
  public enum Start {
    /** Overwrites it with the answers of all images. */
    ANEW,
    /**
     * Skips the images that it answers, and appends. A file that cannot be appended to must not
     * exist.
     */
    GROWING,
    /** Skips the images that it answers, and appends. The target must support this. */
    RESUMED
  }

  /** The kind of reader of standard output. */
  public enum Reader {
    /** A person, for the answer of one image. */
    OF_ONE_IMAGE,
    /** A person, for one line for each image. */
    OF_LINES,
    /** A program, for one JSON object for each image. */
    PROGRAM
  }

  /**
   * Creates a target.
   *
   * @throws UserErrorException if the options contradict each other
   */
  public AnswerTarget {
    if (tags.equals(rejects)) {
      throw new UserErrorException("--rejects must not be the file of --to; leave it out instead");
    }
    for (String place : rejects == null ? new String[] {tags} : new String[] {tags, rejects}) {
      requireFormat(place);
      if (start == Start.RESUMED && isParquet(place)) {
        throw new UserErrorException(
            "--resume needs a file of .jsonl or .csv: %s cannot be appended to, and exists only when it is complete"
                .formatted(place));
      }
      if (start == Start.RESUMED && place.equals(STANDARD_OUTPUT)) {
        throw new UserErrorException(
            "--resume needs --to FILE: what went to standard output cannot be read back");
      }
    }
  }

  private static void requireFormat(String place) {
    if (!place.equals(STANDARD_OUTPUT) && !isJson(place) && !isCsv(place) && !isParquet(place)) {
      throw new UserErrorException(
          "--to and --rejects must end in .jsonl, .csv or .parquet, or be - for standard output, but one was '%s'"
              .formatted(place));
    }
  }

  /** Whether answers with tags go to a file. */
  public boolean isFile() {
    return !tags.equals(STANDARD_OUTPUT);
  }

  /**
   * Checks, before a model is loaded, that a run can start.
   *
   * @throws UserErrorException if a file exists that cannot be appended to
   */
  public void check() {
    for (String place : rejects == null ? new String[] {tags} : new String[] {tags, rejects}) {
      if (start == Start.GROWING && isParquet(place) && isFilled(Path.of(place))) {
        throw new UserErrorException(
            place
                + " exists and cannot be appended to; overwrite it with --all, or name another"
                + " file");
      }
    }
  }

  private static boolean isFilled(Path path) {
    return Files.exists(path) && path.toFile().length() > 0;
  }

  /**
   * Opens the target.
   *
   * @param out standard output
   * @throws UserErrorException if a file cannot be written, or has other content
   */
  public Answers open(ModelFacts model, PrintWriter out, Reader reader) {
    if (rejects == null) {
      return open(tags, OutcomeRows::ofBoth, model, out, reader);
    }
    Answers ofTags = open(tags, OutcomeRows::ofTags, model, out, reader);
    try {
      return new SplitAnswers(ofTags, open(rejects, OutcomeRows::ofRejects, model, out, reader));
    } catch (RuntimeException e) {
      closeAfter(e, ofTags);
      throw e;
    }
  }

  private Answers open(
      String place, Supplier<OutcomeRows> rows, ModelFacts model, PrintWriter out, Reader reader) {
    if (place.equals(STANDARD_OUTPUT)) {
      return new PrintedAnswers(
          out,
          switch (reader) {
            case OF_ONE_IMAGE -> PrintedAnswers::lines;
            case OF_LINES -> PrintedAnswers::line;
            case PROGRAM -> PrintedAnswers::json;
          });
    }
    if (isParquet(place)) {
      return ParquetAnswers.begin(Path.of(place), rows.get());
    }
    RecordFormat format = isCsv(place) ? new CsvFormat(model) : new JsonFormat();
    return switch (start) {
      case ANEW -> AnswerFile.begin(Path.of(place), format);
      case GROWING, RESUMED -> AnswerFile.resume(Path.of(place), format, model.sha256());
    };
  }

  private static void closeAfter(RuntimeException e, Answers opened) {
    try {
      opened.close();
    } catch (IOException cannotClose) {
      e.addSuppressed(cannotClose);
    }
  }

  private static boolean isJson(String place) {
    return place.endsWith(".jsonl") || place.endsWith(".json") || place.endsWith(".ndjson");
  }

  private static boolean isParquet(String place) {
    return place.endsWith(".parquet");
  }

  private static boolean isCsv(String place) {
    return place.endsWith(".csv");
  }
}
