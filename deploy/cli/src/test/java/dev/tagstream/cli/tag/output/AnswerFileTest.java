package dev.tagstream.cli.tag.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.console.UserErrorException;
import dev.tagstream.pipeline.record.Tag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AnswerFileTest {

  private static final String SHA256 = "ab12";
  private static final Answer FIRST = tagged("first\n\"one\".jpg");
  private static final Answer SECOND = new Answer.Rejected("second, too", "EMPTY_IMAGE", "none");
  private static final Answer THIRD = tagged("third.jpg");

  @TempDir private Path folder;

  @Test
  void goesOnWithLinesOfJson() throws IOException {
    goesOn(folder.resolve("tags.jsonl"), new JsonFormat(model(2)));
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
      assertThat(answers.has(FIRST.id())).isTrue();
      assertThat(answers.has(SECOND.id())).isTrue();
      assertThat(answers.has(THIRD.id())).isFalse();
      answers.add(THIRD);
    }
    assertThat(file).hasContent(whole(format, FIRST, SECOND, THIRD));
  }

  @Test
  void cutsWhatAKilledProcessLeftTornWhereverItIsTorn() throws IOException {
    for (RecordFormat format : List.of(new JsonFormat(model(2)), new CsvFormat(model(2)))) {
      String before = whole(format, SECOND);
      String all = whole(format, SECOND, FIRST);
      for (int end = 0; end < all.length(); end++) {
        Path file = folder.resolve("torn-" + end);
        Files.writeString(file, all.substring(0, end));
        try (AnswerFile answers = AnswerFile.resume(file, format, SHA256)) {
          assertThat(answers.has(SECOND.id())).isEqualTo(end >= before.length());
          assertThat(answers.has(FIRST.id())).isFalse();
          if (!answers.has(SECOND.id())) {
            answers.add(SECOND);
          }
          answers.add(FIRST);
        }
        assertThat(Files.readString(file)).isEqualTo(all);
        Files.delete(file);
      }
    }
  }

  @Test
  void refusesToOverwriteAFile() throws IOException {
    Path file = folder.resolve("tags.jsonl");
    Files.writeString(file, "mine\n");
    assertThatThrownBy(() -> AnswerFile.begin(file, new JsonFormat(model(2))))
        .isInstanceOf(UserErrorException.class)
        .hasMessage(file + " is there already; go on with it by --resume, or name another file");
    assertThat(file).hasContent("mine\n");
  }

  @Test
  void refusesToGoOnWithWhatIsNotItsOwnAndLeavesIt() throws IOException {
    Path file = folder.resolve("tags.jsonl");
    Files.writeString(file, "mine\nand torn");
    assertThatThrownBy(() -> AnswerFile.resume(file, new JsonFormat(model(2)), SHA256))
        .hasMessage(file + ": record 1 was not written by 'tagstream tag'; name another file");
    assertThat(file).hasContent("mine\nand torn");
  }

  @Test
  void refusesToMixTheTagsOfTwoModels() throws IOException {
    Path file = folder.resolve("tags.jsonl");
    try (AnswerFile answers = AnswerFile.begin(file, new JsonFormat(model(2)))) {
      answers.add(FIRST);
    }
    assertThatThrownBy(() -> AnswerFile.resume(file, new JsonFormat(model(2)), "cd34"))
        .hasMessage(
            file
                + " has tags of a model with SHA-256 ab12 but this one has cd34; go on with the same"
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
    try (AnswerFile answers = AnswerFile.begin(file, new JsonFormat(model(2)))) {
      assertThat(answers.before()).isZero();
      assertThatThrownBy(() -> AnswerFile.resume(file, new JsonFormat(model(2)), SHA256))
          .hasMessage("another process writes to " + file + "; stop it first");
    }
  }

  @Test
  void writesWholeRecordsWhileItsThreadIsInterrupted() throws IOException {
    Path file = folder.resolve("tags.jsonl");
    RecordFormat format = new JsonFormat(model(2));
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
    assertThatThrownBy(() -> AnswerFile.resume(file, new JsonFormat(model(2)), SHA256))
        .hasMessageContaining("record 1 was not written by 'tagstream tag'");
    assertThat(file).hasSize(2 << 20);
  }

  private static String whole(RecordFormat format, Answer... answers) {
    StringBuilder text = new StringBuilder(format.header());
    for (Answer answer : answers) {
      text.append(format.record(answer)).append('\n');
    }
    return text.toString();
  }

  private static ModelFacts model(int mostTags) {
    return new ModelFacts("pets", SHA256, "cpu", mostTags);
  }

  private static Answer tagged(String id) {
    return new Answer.Tagged(id, List.of(new Tag(1, "cat", null, 0.75f)));
  }
}
