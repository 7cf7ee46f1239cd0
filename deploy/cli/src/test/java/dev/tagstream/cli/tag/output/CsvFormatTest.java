package dev.tagstream.cli.tag.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.pipeline.record.Tag;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CsvFormatTest {

  private static final ModelFacts MODEL = new ModelFacts("pets", "ab12", "cpu", 2);

  private final CsvFormat csv = new CsvFormat(MODEL);

  @Test
  void writesARowForEachImage() {
    Answer cat = new Answer.Tagged("a/cat.jpg", List.of(new Tag(1, "cat", "n02121808", 0.75f)));
    assertThat(csv.header())
        .isEqualTo(
            "path,label_1,wnid_1,score_1,label_2,wnid_2,score_2,model,model_sha256,reason,detail\n");
    assertThat(csv.record(cat)).isEqualTo("a/cat.jpg,cat,n02121808,0.75,,,,pets,ab12,,");
  }

  @Test
  void writesWhyThereAreNoTags() {
    assertThat(csv.record(new Answer.Rejected("a.txt", "UNSUPPORTED_FORMAT", "no image, a text")))
        .isEqualTo("a.txt,,,,,,,,,UNSUPPORTED_FORMAT,\"no image, a text\"");
  }

  @Test
  void keepsALabelFromBeingTakenForAFormula() {
    Answer answer = new Answer.Tagged("a.jpg", List.of(new Tag(0, "=1+1", null, 1f)));
    assertThat(csv.record(answer)).isEqualTo("a.jpg,'=1+1,,1.0,,,,pets,ab12,,");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.jpg",
        "a,b.jpg",
        "\"quoted\".jpg",
        "\"",
        "a\"b",
        "line\nbreak.jpg",
        "a\r\nb",
        "<img src=x onerror=alert(1)>.jpg",
        "\u00e4\u4e2d\ud83d\ude00.jpg",
        " a ",
        "a,\"\n\",b",
        "'a"
      })
  void readsTheNamesBackThatItWrites(String name) {
    Answer tagged = new Answer.Tagged(name, List.of(new Tag(0, "a,\"b\"\nc", null, 0.5f)));
    Answer rejected =
        new Answer.Rejected(name, "EMPTY_IMAGE", "the image has \"0\" bytes,\nno more");
    assertThat(csv.read(csv.record(tagged))).contains(new RecordFormat.Known(name, "ab12"));
    assertThat(csv.read(csv.record(rejected))).contains(new RecordFormat.Known(name, null));
  }

  @Test
  void doesNotTakeAnotherTableForItsOwn() {
    assertThat(csv.read("a.jpg,cat")).isEmpty();
  }
}
