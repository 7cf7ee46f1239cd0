package dev.tagstream.schemas.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The reference in a model file. */
final class ReferenceTagsTest {

  private static final Path FILE = Path.of("model.onnx");

  @Test
  void comesBackAsItWasWritten() {
    ReferenceTags reference = new ReferenceTags(2, 0.83, Map.of(0, 60L, 2, 40L));

    String json = reference.toJson().toString();

    assertThat(json)
        .isEqualTo("{\"untagged\":2,\"meanConfidence\":0.83,\"classes\":{\"0\":60,\"2\":40}}");
    assertThat(ReferenceTags.read(FILE, json, 3)).isEqualTo(reference);
    assertThat(reference.images()).isEqualTo(102);
    assertThat(ReferenceTags.read(FILE, null, 3)).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "{}# tagstream.reference untagged must be a whole number from 0 to 1099511627776 but was absent",
        "{'untagged':0,'meanConfidence':1.5,'classes':{'0':1}}#"
            + " tagstream.reference meanConfidence must be from 0 to 1 but was 1.5",
        "{'untagged':0,'meanConfidence':1,'classes':{}}#"
            + " tagstream.reference classes must have a class but was {}",
        "{'untagged':0,'meanConfidence':1,'classes':{'3':1}}#"
            + " tagstream.reference classes.3 must be named by a class from 0 to 2 but was 1",
        "{'untagged':0,'meanConfidence':1,'classes':{'01':1}}#"
            + " tagstream.reference classes.01 must be named by a class from 0 to 2 but was 1",
        "{'untagged':0,'meanConfidence':1,'classes':{'1':0}}#"
            + " tagstream.reference classes.1 must be a whole number from 1 to 1099511627776 but was 0",
        "{'untagged':0,'meanConfidence':1,'classes':{'1':1},'x':1}#"
            + " tagstream.reference x is not a field of the format; remove it but was 1",
      },
      quoteCharacter = '|')
  void refusesWhatBreaksARule(String json, String problem) {
    assertThatThrownBy(() -> ReferenceTags.read(FILE, json.replace('\'', '"'), 3))
        .isInstanceOf(InvalidContractException.class)
        .hasMessage("model.onnx: " + problem);
  }
}
