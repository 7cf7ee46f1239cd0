package dev.tagstream.cli.tag.output;

import dev.tagstream.cli.files.FilePlace;
import dev.tagstream.console.UserErrorException;
import dev.tagstream.pipeline.outcome.OutcomeRows;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The target of answers.
 *
 * @param tags {@code -} for standard output, a folder with a slash at its end, or a file whose
 *     name's end tells the format
 * @param rejects likewise for rejects; null for the same place
 * @param start what is done with a file that is there
 */
public record AnswerTarget(String tags, @Nullable String rejects, Start start) {

  /** The name of standard output. */
  public static final String STANDARD_OUTPUT = "-";

  /** The treatment of an existing file. */
  public enum Start {
    /** Overwrites it with the answers of all images. */
    ANEW,
    /** It says what is answered already, and grows. */
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
    places(tags, rejects).forEach(FilePlace::path);
    if (rejects != null && isSame(tags, rejects)) {
      throw new UserErrorException("--rejects must not be the file of --to; leave it out instead");
    }
    if (rejects != null && isFolder(tags)) {
      throw new UserErrorException(
          "the folder %s has a folder for rejects; leave --rejects out".formatted(tags));
    }
    for (String place : places(tags, rejects)) {
      requireFormat(place);
      if (start == Start.RESUMED && place.equals(STANDARD_OUTPUT)) {
        throw new UserErrorException(
            "--resume needs --to FILE: what went to standard output cannot be read back");
      }
    }
  }

  private static boolean isSame(String tags, String rejects) {
    return tags.equals(rejects)
        || (!tags.equals(STANDARD_OUTPUT)
            && !rejects.equals(STANDARD_OUTPUT)
            && FilePlace.of(Path.of(tags)).equals(FilePlace.of(Path.of(rejects))));
  }

  private static List<String> places(String tags, @Nullable String rejects) {
    return rejects == null ? List.of(tags) : List.of(tags, rejects);
  }

  private static void requireFormat(String place) {
    if (!place.equals(STANDARD_OUTPUT)
        && !isJson(place)
        && !isCsv(place)
        && !isParquet(place)
        && !isFolder(place)) {
      throw new UserErrorException(
          "--to and --rejects must end in .jsonl, .csv, .parquet or, for a folder of Parquet files, in /, or be - for standard output, but one was '%s'"
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
   * @param page the page that the run writes; null for none
   * @throws UserErrorException if a file is to be written where there is no folder, or where there
   *     is something else, or is the page
   */
  public void check(@Nullable Path page) {
    for (String place : places(tags, rejects)) {
      if (place.equals(STANDARD_OUTPUT) || isFolder(place)) {
        continue;
      }
      Path file = Path.of(place);
      if (!isThere(file.toAbsolutePath().getParent())) {
        throw AnswerFile.cannotBeWritten(file);
      }
      FilePlace.requireFile(file);
      if (page != null && FilePlace.of(page).equals(FilePlace.of(file))) {
        throw new UserErrorException(
            "--html would overwrite the answers in %s; name another file for the page"
                .formatted(place));
      }
    }
  }

  /** The files and folders that a run writes. */
  public List<Path> written() {
    List<Path> written = new ArrayList<>();
    for (String place : places(tags, rejects)) {
      if (isFolder(place)) {
        written.addAll(FolderAnswers.all(Path.of(place)));
      } else if (isParquet(place)) {
        written.addAll(new OneParquetFile(Path.of(place)).all());
      } else if (!place.equals(STANDARD_OUTPUT)) {
        written.add(Path.of(place));
      }
    }
    return written;
  }

  private static boolean isThere(@Nullable Path folder) {
    return folder != null && Files.isDirectory(folder);
  }

  /**
   * Opens the target.
   *
   * @param out standard output
   * @throws UserErrorException if a file cannot be written, or has other content
   */
  public Answers open(ModelFacts model, PrintWriter out, Reader reader) {
    if (isFolder(tags)) {
      return openFolder(Path.of(tags), model);
    }
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
      return openParquet(Path.of(place), rows.get(), model);
    }
    RecordFormat format = isCsv(place) ? new CsvFormat(model) : new JsonFormat();
    return switch (start) {
      case ANEW -> AnswerFile.begin(Path.of(place), format);
      case GROWING, RESUMED -> AnswerFile.resume(Path.of(place), format, model.sha256());
    };
  }

  private Answers openParquet(Path path, OutcomeRows rows, ModelFacts model) {
    OneParquetFile file = new OneParquetFile(path);
    try {
      return switch (start) {
        case ANEW -> ParquetAnswers.begin(file, rows);
        case GROWING, RESUMED -> ParquetAnswers.resume(file, rows, model.sha256());
      };
    } catch (IOException e) {
      throw AnswerFile.cannotBeWritten(path);
    }
  }

  private Answers openFolder(Path folder, ModelFacts model) {
    try {
      return switch (start) {
        case ANEW -> FolderAnswers.begin(folder);
        case GROWING, RESUMED -> FolderAnswers.resume(folder, model.sha256());
      };
    } catch (IOException e) {
      throw AnswerFile.cannotBeWritten(folder);
    }
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

  private static boolean isFolder(String place) {
    return place.endsWith("/") || Files.isDirectory(Path.of(place));
  }

  private static boolean isCsv(String place) {
    return place.endsWith(".csv");
  }
}
