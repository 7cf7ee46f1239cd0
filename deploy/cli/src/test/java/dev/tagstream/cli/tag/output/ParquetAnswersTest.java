package dev.tagstream.cli.tag.output;

import static dev.tagstream.cli.tag.output.FileOutcomes.SHA256;
import static dev.tagstream.cli.tag.output.FileOutcomes.VERSION;
import static dev.tagstream.cli.tag.output.FileOutcomes.rejected;
import static dev.tagstream.cli.tag.output.FileOutcomes.tagged;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.cli.WrittenAnswers;
import dev.tagstream.console.UserErrorException;
import dev.tagstream.pipeline.outcome.OutcomeRows;
import dev.tagstream.pipeline.record.ImageOutcome;
import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.Tag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ParquetAnswersTest {

  private static final ImageOutcome FIRST = tagged("first", new Tag(1, "cat", null, 0.9f));
  private static final ImageOutcome SECOND = rejected("second", RejectReason.EMPTY_IMAGE, "none");
  private static final ImageOutcome THIRD = tagged("third");

  @TempDir private Path folder;

  @Test
  void putsEachAnswerIntoOneFileThatItsProcessWasKilledWritingOrJustHadWritten()
      throws IOException {
    OneParquetFile file = new OneParquetFile(folder.resolve("tags.parquet"));
    begin(file, FIRST, SECOND);
    // killed between the file and the journal, or before the file was whole
    Files.writeString(file.journal(), lines(FIRST, SECOND));
    Files.writeString(file.unfinished(), "PAR1 torn");

    try (ParquetAnswers answers = resume(file, SHA256)) {
      assertThat(answers.before()).isEqualTo(2);
      assertThat(answers.has("second", VERSION)).isTrue();
      assertThat(answers.has("second", "another")).isFalse();
      assertThat(answers.has("third", VERSION)).isFalse();
      answers.add(THIRD);
    }
    assertThat(WrittenAnswers.ids(file.file())).containsExactly("first", "second", "third");

    // killed before anything was written
    Files.writeString(file.journal(), lines(tagged("fourth")) + "{\"id\":\"torn");
    try (ParquetAnswers answers = resume(file, SHA256)) {
      assertThat(answers.before()).isEqualTo(4);
    }
    assertThat(WrittenAnswers.ids(file.file()))
        .containsExactly("first", "second", "third", "fourth");
    assertThat(file.journal()).doesNotExist();
    assertThat(file.unfinished()).doesNotExist();
  }

  @Test
  void beginsAnotherFileWhenThereAreEnoughAnswers() throws IOException {
    ParquetParts parts = new ParquetParts(folder, "tags", 2);
    begin(parts, FIRST, SECOND, THIRD);
    try (ParquetAnswers answers = resume(parts, SHA256)) {
      assertThat(answers.before()).isEqualTo(3);
      answers.add(tagged("fourth"));
    }
    assertThat(WrittenAnswers.ids(folder.resolve("tags-000001.parquet")))
        .containsExactly("first", "second");
    assertThat(WrittenAnswers.ids(folder.resolve("tags-000002.parquet"))).containsExactly("third");
    assertThat(WrittenAnswers.ids(folder.resolve("tags-000003.parquet"))).containsExactly("fourth");

    begin(parts, FIRST);
    assertThat(parts.existing()).containsExactly(folder.resolve("tags-000001.parquet"));
  }

  @Test
  void refusesFilesOfAnotherModelOfOtherColumnsAndOfOtherPrograms() throws IOException {
    OneParquetFile file = new OneParquetFile(folder.resolve("tags.parquet"));
    begin(file, FIRST);
    assertThatThrownBy(() -> resume(file, "cd34"))
        .isInstanceOf(UserErrorException.class)
        .hasMessage(
            "%s has tags of a model with SHA-256 ab12 but this one has cd34; resume with the same model, or name another file"
                .formatted(file.file()));
    assertThatThrownBy(() -> ParquetAnswers.resume(file, OutcomeRows.ofTags(), SHA256))
        .isInstanceOf(UserErrorException.class)
        .hasMessageStartingWith(file.file() + " has other columns than this run would write");
    Files.writeString(file.file(), "not a file of Parquet, but long enough for one");
    assertThatThrownBy(() -> resume(file, SHA256))
        .isInstanceOf(UserErrorException.class)
        .hasMessage(
            file.file()
                + " does not end with PAR1, so it is not a Parquet file; overwrite it by --all, or name another file");
  }

  private static void begin(ParquetFiles files, ImageOutcome... outcomes) throws IOException {
    try (ParquetAnswers answers = ParquetAnswers.begin(files, OutcomeRows.ofBoth())) {
      for (ImageOutcome outcome : outcomes) {
        answers.add(outcome);
      }
    }
  }

  private static ParquetAnswers resume(ParquetFiles files, String sha256) throws IOException {
    return ParquetAnswers.resume(files, OutcomeRows.ofBoth(), sha256);
  }

  private static String lines(ImageOutcome... outcomes) {
    StringBuilder lines = new StringBuilder();
    for (ImageOutcome outcome : outcomes) {
      lines.append(new JsonFormat().record(outcome)).append('\n');
    }
    return lines.toString();
  }
}
