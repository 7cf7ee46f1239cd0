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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
    refuses(
        "{\"0\": \"cat\", \"2\": \"dog\"}",
        "has 2 entries but none for class 1; classes are numbered from 0");
  }

  @Test
  void refusesAnEntryThatIsNoLabel() {
    refuses("{\"0\": true}", "class 0 must be a name or [\"wnid\", \"name\"] but is true");
  }

  @Test
  void refusesNumbersThatContradictTheNames() {
    refuses(
        "{\"id2label\": {\"0\": \"cat\", \"1\": \"dog\"}, \"label2id\": {\"cat\": 0, \"dog\": 0}}",
        "id2label names class 0 \"cat\", but label2id gives this number to dog; correct one of them");
  }

  /** Each says in its own way that class 0 is a cat and class 1 a dog. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0,cat\n1,dog",
        "1,dog\n0,cat\n",
        "id,name\n0,cat\n1,dog\n",
        "Class ID;Class Name\n0;cat\n1;dog",
        "index\tname\n0\tcat\n1\tdog",
        "index,mid,display_name\n0,/m/1,\"cat\"\n1,/m/2,\"dog\"",
        "\"0\",\"cat\"\n\"1\",\"dog\"",
        "cat,0\ndog,1",
        "0 cat\n1 dog",
        "0\tcat\n1\tdog",
        "0: cat\n1: dog",
        "1: 'dog'\n0: \"cat\"",
        "tag_id,name,category,count\n9999999,cat,9,1\n470575,dog,0,2",
        "names:\n  0: cat\n  1: dog",
        "path: x\nnc: 2\nnames:\n- cat # tabby\n- 'dog'\ntrain: y",
        "names: [cat,\n 'dog']\nnc: 2",
        "\"cat\"\n\"dog\"",
        "[{\"id\": 1, \"label\": \"dog\"}, {\"id\": 0, \"label\": \"cat\"}]",
        "{\"cat\": 0, \"dog\": 1}",
        "{\"class_to_idx\": {\"dog\": 1, \"cat\": 0}}",
        "{\"model_type\": \"resnet\", \"id2label\": {\"0\": \"cat\", \"1\": \"dog\"},"
            + " \"label2id\": {\"cat\": 0}}",
        "{\"names\": [\"cat\", \"dog\"]}",
      })
  void readsTheFormsThatPeopleKeepLabelsIn(String text) throws IOException {
    assertThat(read(text)).extracting(Label::name).containsExactly("cat", "dog");
  }

  @Test
  void readsNamesWithCommasAndQuotes() throws IOException {
    assertThat(read("0,\"tench, Tinca tinca\"\n1,\"the \"\"cock\"\"\""))
        .extracting(Label::name)
        .containsExactly("tench, Tinca tinca", "the \"cock\"");
  }

  @Test
  void readsDigitsAsNames() throws IOException {
    assertThat(read("{\"0\": 0, \"1\": 1, \"10\": 2}"))
        .extracting(Label::name)
        .containsExactly("0", "1", "10");
    assertThat(read("7\n8")).extracting(Label::name).containsExactly("7", "8");
  }

  @Test
  void readsNumbersThatBelongToTheNames() throws IOException {
    for (String text :
        List.of("grade 0\ngrade 1", "001.Crow\n002.Jay", "U-235\nC-14", "B 2\nA 4")) {
      assertThat(read(text))
          .extracting(Label::name)
          .containsExactlyElementsOf(text.lines().toList());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0. cat\n1. dog",
        "1) dog\n0) cat",
        "0=cat\n1=dog",
        "(0) cat\n(1) dog",
        "cat 0\ndog 1",
        "dog: 1\ncat: 0",
        "cat = 0\ndog = 1",
        "2. dog\n1. cat",
        "cat 2\ndog 1"
      })
  void refusesNumbersBesideNames(String text) {
    refuses(
        text,
        "line 1, %s, seems to have the number of a class beside its name; number all classes from"
                .formatted(text.lines().findFirst().orElseThrow())
            + " 0, or give a JSON array of their names");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "0,cat;1,cat;1,dog|class 1 has two names, cat and dog",
        "1,cat;2,dog|has 2 entries but none for class 0; classes are numbered from 0",
        "0,cat;dog|line 1, 0,cat, does not look like a name, and not all lines are alike;"
            + " number all classes from 0, or give a JSON array of their names",
        "0 cat;dog|line 1, 0 cat, does not look like a name, and not all lines are alike;"
            + " number all classes from 0, or give a JSON array of their names",
        "1 euro;2 euro|has 2 entries but none for class 0; classes are numbered from 0;"
            + " if the numbers belong to the names, give a JSON array of names",
        "0,cat,felis;1,dog,canis|has 3 columns; name them in the first line, such as id,name",
        "0,tench, Tinca;1,dog|line 2 must have as many cells as the first, with names in double"
            + " quotes if they have a ',': 1,dog",
        "id,name,label;0,cat,x|must have one column for a class's name, called one of [name,"
            + " class_name, classname, label_name, display_name, signname, label, class], but has"
            + " [id, name, label]",
        "0,;1,dog|a class has an empty name: [0, ]",
        "0 - cat;1 - dog|the names of all classes begin or end with punctuation, such as - cat;"
            + " number all classes from 0, or give a JSON array of their names",
        "cat,;dog,|the names of all classes begin or end with punctuation, such as cat,; number"
            + " all classes from 0, or give a JSON array of their names",
        "{\"cat\": 0, \"dog\": 0}|class 0 has two names, cat and dog",
        "{\"cat\": -1}|a class must have a number from 0 on but cat has -1",
        "{\"cat\": {}}|the field cat is neither the number of a class nor the name of one with its"
            + " number",
        "names:;  a: cat|below names: a line must be 'number: name' or '- name' but is a: cat",
        "nc: 3;names: [cat, dog]|says nc: 3 but has 2 names",
        "[{\"id\": 0, \"name\": \"cat\"}, \"dog\"]|1 of 2 classes have a number",
      })
  void refusesWhatIsNotCertain(String lines, String problem) {
    refuses(lines.replace(";", "\n"), problem);
  }

  @Test
  void answersNestingWithoutEndInOneLine() {
    assertThatThrownBy(() -> read("[".repeat(100_000)))
        .isInstanceOf(ExportException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining("is not valid JSON: Document nesting depth (1001) exceeds")
        .hasMessageNotContaining("\n");
  }

  @Test
  void answersNumbersWithoutEndInOneLine() {
    assertThatThrownBy(() -> read("{\"cat\": " + "9".repeat(100_000) + "}"))
        .isInstanceOf(ExportException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining("is not valid JSON: Number value length (100000) exceeds")
        .hasMessageNotContaining("\n");
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
