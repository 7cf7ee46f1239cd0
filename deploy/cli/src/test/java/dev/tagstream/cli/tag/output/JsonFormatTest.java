package dev.tagstream.cli.tag.output;

import static dev.tagstream.cli.tag.output.FileOutcomes.VERSION;
import static dev.tagstream.cli.tag.output.FileOutcomes.rejected;
import static dev.tagstream.cli.tag.output.FileOutcomes.tagged;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.pipeline.record.ImageOutcome;
import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonFormatTest {

  private final JsonFormat json = new JsonFormat();

  @Test
  void writesAnObjectForEachImage() {
    ImageOutcome cat = tagged("cat.jpg", new Tag(1, "cat", null, 0.75f));
    assertThat(json.record(cat))
        .isEqualTo(
            "{\"id\":\"cat.jpg\",\"tags\":[{\"index\":1,\"label\":\"cat\",\"wnid\":null,\"score\":0.75}],"
                + "\"modelName\":\"pets\",\"modelSha256\":\"ab12\",\"provider\":\"cpu\",\"sourceTopic\":\"\","
                + "\"sourcePartition\":-1,\"sourceOffset\":-1,\"sourceTimestamp\":-1,\"attempt\":1,"
                + "\"firstTopic\":null,\"firstPartition\":null,\"firstOffset\":null,"
                + "\"taggedAt\":1700000000123,\"decodeMicros\":1,\"queueMicros\":0,\"inferenceMicros\":2,"
                + "\"width\":640,\"height\":480,\"eventTime\":null,\"attributes\":{},\"embedding\":null,"
                + "\"leftOut\":[],\"sourceUri\":\"file:///cat.jpg\",\"sourceMember\":null,\"sourceRow\":null,"
                + "\"modelEpoch\":null,\"modelRole\":null,\"truncated\":null,"
                + "\"sourceVersion\":\"7-1700000000000\"}");
  }

  @Test
  void writesWhyThereAreNoTags() {
    assertThat(json.record(rejected("a.txt", RejectReason.UNSUPPORTED_FORMAT, "no image")))
        .startsWith(
            "{\"id\":\"a.txt\",\"reason\":\"UNSUPPORTED_FORMAT\",\"stage\":\"DECODE\",\"detail\":\"no image\",");
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
    ImageOutcome tagged = tagged(name, new Tag(0, "cat", "n1", 0.5f));
    assertThat(json.record(tagged)).doesNotContain("\n", "\u001b", "\u202e");
    assertThat(json.read(json.record(tagged)))
        .contains(new RecordFormat.Known(name, VERSION, "ab12"));
    assertThat(json.read(json.record(rejected(name, RejectReason.EMPTY_IMAGE, "none"))))
        .contains(new RecordFormat.Known(name, VERSION, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "[]", "{}", "{\"id\":\"a\"}", "{\"tags\":[]}", "{\"id\":\"a\"", "nonsense"})
  void doesNotTakeAnotherLineForItsOwn(String line) {
    assertThat(json.read(line)).isEmpty();
  }
}
