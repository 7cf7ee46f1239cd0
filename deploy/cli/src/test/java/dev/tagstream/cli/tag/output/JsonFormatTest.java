package dev.tagstream.cli.tag.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.pipeline.record.Tag;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonFormatTest {

  private final JsonFormat json = new JsonFormat(new ModelFacts("pets", "ab12", "cpu", 2));

  @Test
  void writesAnObjectForEachImage() {
    Answer cat = new Answer.Tagged("cat.jpg", List.of(new Tag(1, "cat", null, 0.75f)));
    assertThat(json.record(cat))
        .isEqualTo(
            "{\"id\":\"cat.jpg\",\"tags\":[{\"index\":1,\"label\":\"cat\",\"wnid\":null,\"score\":0.75}],"
                + "\"modelName\":\"pets\",\"modelSha256\":\"ab12\",\"provider\":\"cpu\"}");
  }

  @Test
  void writesWhyThereAreNoTags() {
    assertThat(json.record(new Answer.Rejected("a.txt", "UNSUPPORTED_FORMAT", "no image")))
        .isEqualTo("{\"id\":\"a.txt\",\"reason\":\"UNSUPPORTED_FORMAT\",\"detail\":\"no image\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.jpg",
        "a,b.jpg",
        "\"quoted\".jpg",
        "back\\slash",
        "line\nbreak.jpg",
        "<img>.jpg",
        "\u001b[2Jclear",
        "\u202eright",
        "\ud83d\ude00.jpg"
      })
  void readsTheNamesBackThatItWrites(String name) {
    Answer tagged = new Answer.Tagged(name, List.of(new Tag(0, "cat", "n1", 0.5f)));
    assertThat(json.record(tagged)).doesNotContain("\n", "\u001b", "\u202e");
    assertThat(json.read(json.record(tagged))).contains(new RecordFormat.Known(name, "ab12"));
    assertThat(json.read(json.record(new Answer.Rejected(name, "EMPTY_IMAGE", "none"))))
        .contains(new RecordFormat.Known(name, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "[]", "{}", "{\"id\":\"a\"}", "{\"tags\":[]}", "{\"id\":\"a\"", "nonsense"})
  void doesNotTakeAnotherLineForItsOwn(String line) {
    assertThat(json.read(line)).isEmpty();
  }
}
