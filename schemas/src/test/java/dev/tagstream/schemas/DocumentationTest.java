package dev.tagstream.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.avro.Schema;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class DocumentationTest {

  @ParameterizedTest
  @MethodSource("schemas")
  void everyRecordAndFieldIsDocumented(Schema schema) {
    assertThat(schema.getDoc()).as(schema.getName()).endsWith(".");
    assertThat(schema.getFields())
        .allSatisfy(
            field ->
                assertThat(field.doc())
                    .as(schema.getName() + "." + field.name())
                    .isNotNull()
                    .endsWith("."));
  }

  static Schema[] schemas() {
    return new Schema[] {
      ImageEvent.getClassSchema(),
      ImageTags.getClassSchema(),
      Tag.getClassSchema(),
      RejectedImage.getClassSchema()
    };
  }
}
