package dev.tagstream.cli.tag.output;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tagstream.pipeline.outcome.OutcomeRows;
import dev.tagstream.pipeline.record.ImageOutcome;
import dev.tagstream.pipeline.record.TaggedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A folder as the job for objects writes it: Parquet files in {@code tags/} and {@code rejects/},
 * and {@code _SUCCESS} when all images have their answers.
 */
final class FolderAnswers implements Answers {

  /** Of some 20 MB together, and a second to write. */
  private static final int ROWS_IN_A_FILE = 50_000;

  private final Path success;
  private final SplitAnswers answers;
  private long tagged;
  private long rejected;

  private FolderAnswers(Path success, ParquetAnswers tags, ParquetAnswers rejects) {
    this.success = success;
    this.answers = new SplitAnswers(tags, rejects);
    this.tagged = tags.before();
    this.rejected = rejects.before();
  }

  /** Begins a folder, without what earlier runs wrote. */
  static FolderAnswers begin(Path folder) throws IOException {
    return opened(folder, ParquetAnswers::begin);
  }

  /** Resumes the folder of an earlier run, or creates it. */
  static FolderAnswers resume(Path folder, String modelSha256) throws IOException {
    return opened(folder, (files, rows) -> ParquetAnswers.resume(files, rows, modelSha256));
  }

  /** How one of both is opened. */
  @FunctionalInterface
  private interface Opening {
    ParquetAnswers open(ParquetFiles files, OutcomeRows rows) throws IOException;
  }

  private static FolderAnswers opened(Path folder, Opening opening) throws IOException {
    Files.createDirectories(tags(folder).folder());
    Files.createDirectories(rejects(folder).folder());
    ParquetAnswers tags = opening.open(tags(folder), OutcomeRows.ofTags());
    try {
      ParquetAnswers rejects = opening.open(rejects(folder), OutcomeRows.ofRejects());
      Path success = success(folder);
      Files.deleteIfExists(success);
      return new FolderAnswers(success, tags, rejects);
    } catch (IOException | RuntimeException e) {
      tags.close();
      throw e;
    }
  }

  /** What a run writes into its folder. */
  static List<Path> all(Path folder) {
    return List.of(tags(folder).folder(), rejects(folder).folder(), success(folder));
  }

  private static Path success(Path folder) {
    return folder.resolve("_SUCCESS");
  }

  private static ParquetParts tags(Path folder) {
    return new ParquetParts(folder.resolve("tags"), "tags", ROWS_IN_A_FILE);
  }

  private static ParquetParts rejects(Path folder) {
    return new ParquetParts(folder.resolve("rejects"), "rejects", ROWS_IN_A_FILE);
  }

  @Override
  public boolean has(String id, String version) throws IOException {
    return answers.has(id, version);
  }

  @Override
  public long before() {
    return answers.before();
  }

  @Override
  public void add(ImageOutcome answer) throws IOException {
    answers.add(answer);
    if (answer instanceof TaggedImage) {
      tagged++;
    } else {
      rejected++;
    }
  }

  @Override
  public void finish() throws IOException {
    answers.finish();
    Files.writeString(
        success, "{\"tagged\": %d, \"rejected\": %d}%n".formatted(tagged, rejected), UTF_8);
  }

  @Override
  public void close() throws IOException {
    answers.close();
  }
}
