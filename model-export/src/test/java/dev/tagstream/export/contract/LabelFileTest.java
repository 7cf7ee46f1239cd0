package dev.tagstream.export.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.atIndex;

import dev.tagstream.export.problem.ExportException;
import dev.tagstream.schemas.model.Label;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LabelFileTest {

  private final Path file;

  LabelFileTest(@TempDir Path folder) {
    this.file = folder.resolve("labels");
  }

  @Test
  void readsAClassIndexInTheOrderOfItsNumbers() throws IOException {
    assertThat(read("{\"1\": [\"n01443537\", \"goldfish\"], \"0\": [\"n01440764\", \"tench\"]}"))
        .containsExactly(new Label("tench", "n01440764"), new Label("goldfish", "n01443537"));
  }

  @Test
  void readsAnArrayOfNames() throws IOException {
    assertThat(read("[\"cat\", {\"name\": \"dog\", \"wnid\": \"n02084071\"}]"))
        .containsExactly(new Label("cat", null), new Label("dog", "n02084071"));
  }

  @Test
  void readsOneNameALineWithOrWithoutWordNetIds() throws IOException {
    assertThat(read("\uFEFFAnkle boot\r\nn01440764 tench, Tinca tinca\n\n"))
        .containsExactly(
            new Label("Ankle boot", null), new Label("tench, Tinca tinca", "n01440764"));
  }

  @Test
  void refusesAGapInAClassIndex() {
    refuses("{\"0\": \"cat\", \"2\": \"dog\"}", "has 2 entries but none for class 1");
  }

  @Test
  void refusesAnEntryThatIsNoLabel() {
    refuses("{\"0\": 7}", "class 0 must be a name or [\"wnid\", \"name\"] but is 7");
  }

  @Test
  void refusesAnEmptyLine() {
    refuses("cat\n\ndog\n", "line 2 is empty; each line names a class");
  }

  @Test
  void refusesAnEmptyFile() {
    refuses("\n", "has no labels");
  }

  @Test
  void hasImageNetBuiltIn() {
    assertThat(LabelFile.named("imagenet"))
        .hasSize(1000)
        .contains(new Label("tench", "n01440764"), atIndex(0))
        .contains(new Label("tabby", "n02123045"), atIndex(281))
        .contains(new Label("toilet_tissue", "n15075141"), atIndex(999));
  }

  @Test
  void aFileMayHaveTheNameOfWhatIsBuiltIn(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("imagenet"), "cat");
    assertThat(LabelFile.named(file.toString())).containsExactly(new Label("cat", null));
  }

  private List<Label> read(String text) throws IOException {
    Files.writeString(file, text);
    return LabelFile.read(file);
  }

  private void refuses(String text, String problem) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(ExportException.class)
        .hasMessage(file + ": " + problem);
  }
}
