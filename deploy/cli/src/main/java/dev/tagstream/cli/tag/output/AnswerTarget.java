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
 * Where a user wants the answers.
 *
 * @param tags {@code -} for standard output, or a file whose name's end tells the format
 * @param rejects likewise for rejects; null for the same place
 * @param start what is done with a file that is there
 */
public record AnswerTarget(String tags, @Nullable String rejects, Start start) {

  /** Standard output. */
  public static final String STANDARD_OUTPUT = "-";

  /** What is done with a file that is there. */
  public enum Start {
    /** It is overwritten. */
    ANEW,
    /** It says what is answered already, and grows; one that cannot must not be there. */
    GROWING,
    /** It says what is answered already, and must be able to. */
    RESUMED
  }

  /** How standard output reads. */
  public enum Reader {
    /** A person who wants to know of one image. */
    OF_ONE_IMAGE,
    /** A person. */
    OF_LINES,
    /** A program, in JSON. */
    PROGRAM
  }

  /**
   * A target.
   *
   * @throws UserErrorException if nothing can be written there as asked
   */
  public AnswerTarget {
    if (tags.equals(rejects)) {
      throw new UserErrorException("--rejects must not be the file of --to; leave it out instead");
    }
    for (String place : rejects == null ? new String[] {tags} : new String[] {tags, rejects}) {
      requireFormat(place);
      if (start == Start.RESUMED && isParquet(place)) {
        throw new UserErrorException(
            "--resume needs a file of .jsonl or .csv: %s cannot grow, and is only there when it is whole"
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
   * Makes sure, before a model is loaded, that a run can begin.
   *
   * @throws UserErrorException if a file is there that cannot grow
   */
  public void check() {
    for (String place : rejects == null ? new String[] {tags} : new String[] {tags, rejects}) {
      if (start == Start.GROWING && isParquet(place) && isFilled(Path.of(place))) {
        throw new UserErrorException(
            place
                + " is there already and cannot grow; overwrite it by --all, or name another file");
      }
    }
  }

  private static boolean isFilled(Path path) {
    return Files.exists(path) && path.toFile().length() > 0;
  }

  /**
   * Opens it.
   *
   * @param out standard output
   * @throws UserErrorException if a file cannot be written, or what is in it is something else
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
