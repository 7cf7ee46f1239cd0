package dev.tagstream.cli.tag.output;

import static dev.tagstream.cli.tag.output.FileOutcomes.SHA256;
import static dev.tagstream.cli.tag.output.FileOutcomes.VERSION;
import static dev.tagstream.cli.tag.output.FileOutcomes.rejected;
import static dev.tagstream.cli.tag.output.FileOutcomes.tagged;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.pipeline.record.ImageOutcome;
import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.Tag;
import dev.tagstream.pipeline.record.TaggedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AnswerFileTest {

  private static final TaggedImage FIRST = cat("first\n\"one\".jpg");
  private static final String SECOND_ID = "second, too";
  private static final ImageOutcome SECOND = rejected(SECOND_ID, RejectReason.EMPTY_IMAGE, "none");
  private static final TaggedImage THIRD = cat("third.jpg");

  @TempDir private Path folder;

  @Test
  void goesOnWithLinesOfJson() throws IOException {
    goesOn(folder.resolve("tags.jsonl"), new JsonFormat());
  }

  @Test
  void goesOnWithRowsOfCsv() throws IOException {
    goesOn(folder.resolve("tags.csv"), new CsvFormat(model(2)));
  }

  private static void goesOn(Path file, RecordFormat format) throws IOException {
    try (AnswerFile answers = AnswerFile.begin(file, format)) {
      answers.add(FIRST);
      answers.add(SECOND);
    }
    try (AnswerFile answers = AnswerFile.resume(file, format, SHA256)) {
      assertThat(answers.before()).isEqualTo(2);
      assertThat(answers.has(FIRST.id(), VERSION)).isTrue();
      assertThat(answers.has(SECOND_ID, VERSION)).isTrue();
      assertThat(answers.has(THIRD.id(), VERSION)).isFalse();
      answers.add(THIRD);
    }
    assertThat(untimed(Files.readString(file)))
        .isEqualTo(untimed(whole(format, FIRST, SECOND, THIRD)));
  }

  @Test
  void cutsWhatAKilledProcessLeftTornWhereverItIsTorn() throws IOException {
    for (RecordFormat format : List.of(new JsonFormat(), new CsvFormat(model(2)))) {
      String before = whole(format, SECOND);
      String all = whole(format, SECOND, FIRST);
      for (int end = 0; end < all.length(); end++) {
        Path file = folder.resolve("torn-" + end);
        Files.writeString(file, all.substring(0, end));
        try (AnswerFile answers = AnswerFile.resume(file, format, SHA256)) {
          assertThat(answers.has(SECOND_ID, VERSION)).isEqualTo(end >= before.length());
          assertThat(answers.has(FIRST.id(), VERSION)).isFalse();
          if (!answers.has(SECOND_ID, VERSION)) {
            answers.add(SECOND);
          }
          answers.add(FIRST);
        }
        assertThat(untimed(Files.readString(file))).isEqualTo(untimed(all));
        Files.delete(file);
      }
    }
  }

  @Test
  void knowsAnImageThatHasChangedForAnother() throws IOException {
    Path file = folder.resolve("tags.jsonl");
    RecordFormat format = new JsonFormat();
    try (AnswerFile answers = AnswerFile.begin(file, format)) {
      answers.add(FIRST);
    }
    try (AnswerFile answers = AnswerFile.resume(file, format, SHA256)) {
      assertThat(answers.has(FIRST.id(), VERSION)).isTrue();
      assertThat(answers.has(FIRST.id(), "8-1700000000000")).isFalse();
    }
  }

  @Test
  void beginsAFileAnew() throws IOException {
    Path file = folder.resolve("tags.jsonl");
    Files.writeString(file, "mine\n");
    AnswerFile.begin(file, new JsonFormat()).close();
    assertThat(file).isEmptyFile();
  }

  @Test
  void refusesToGoOnWithWhatIsNotItsOwnAndLeavesIt() throws IOException {
    Path file = folder.resolve("tags.jsonl");
    Files.writeString(file, "mine\nand torn");
    assertThatThrownBy(() -> AnswerFile.resume(file, new JsonFormat(), SHA256))
        .hasMessage(file + ": record 1 was not written by 'tagstream tag'; name another file");
    assertThat(file).hasContent("mine\nand torn");
  }

  @Test
  void refusesToMixTheTagsOfTwoModels() throws IOException {
    Path file = folder.resolve("tags.jsonl");
    try (AnswerFile answers = AnswerFile.begin(file, new JsonFormat())) {
      answers.add(FIRST);
    }
    assertThatThrownBy(() -> AnswerFile.resume(file, new JsonFormat(), "cd34"))
        .hasMessage(
            file
                + " has tags of a model with SHA-256 ab12 but this one has cd34; resume with the same"
                + " model, or name another file");
  }

  @Test
  void refusesToMixTablesOfDifferentColumns() throws IOException {
    Path file = folder.resolve("tags.csv");
    AnswerFile.begin(file, new CsvFormat(model(2))).close();
    assertThatThrownBy(() -> AnswerFile.resume(file, new CsvFormat(model(3)), SHA256))
        .hasMessageStartingWith(file + " has other columns than this run would write");
  }

  @Test
  void refusesAFileThatAnotherRunWritesTo() throws IOException {
    Path file = folder.resolve("tags.jsonl");
    try (AnswerFile answers = AnswerFile.begin(file, new JsonFormat())) {
      assertThat(answers.before()).isZero();
      assertThatThrownBy(() -> AnswerFile.resume(file, new JsonFormat(), SHA256))
          .hasMessage("another process writes to " + file + "; stop it first");
    }
  }

  @Test
  void writesWholeRecordsWhileItsThreadIsInterrupted() throws IOException {
    Path file = folder.resolve("tags.jsonl");
    RecordFormat format = new JsonFormat();
    try (AnswerFile answers = AnswerFile.begin(file, format)) {
      Thread.currentThread().interrupt();
      answers.add(FIRST);
    }
    assertThat(Thread.interrupted()).isTrue();
    assertThat(Files.readString(file)).isEqualTo(whole(format, FIRST));
  }

  @Test
  void givesUpOnALineWithoutAnEnd() throws IOException {
    Path file = folder.resolve("tags.jsonl");
    Files.writeString(file, "x".repeat(2 << 20), StandardOpenOption.CREATE);
    assertThatThrownBy(() -> AnswerFile.resume(file, new JsonFormat(), SHA256))
        .hasMessageContaining("record 1 was not written by 'tagstream tag'");
    assertThat(file).hasSize(2 << 20);
  }

  /** A reject says when it was written. */
  private static String untimed(String text) {
    return text.replaceAll("\"rejectedAt\":\\d+", "\"rejectedAt\":0");
  }

  private static String whole(RecordFormat format, ImageOutcome... answers) {
    StringBuilder text = new StringBuilder(format.header());
    for (ImageOutcome answer : answers) {
      text.append(format.record(answer)).append('\n');
    }
    return text.toString();
  }

  private static ModelFacts model(int mostTags) {
    return new ModelFacts("pets", SHA256, mostTags);
  }

  private static TaggedImage cat(String id) {
    return tagged(id, new Tag(1, "cat", null, 0.75f));
  }
}
