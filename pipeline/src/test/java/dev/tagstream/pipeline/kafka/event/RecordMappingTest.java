package dev.tagstream.pipeline.kafka.event;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.pipeline.config.FieldsConfig;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.SchemaBuilder.FieldAssembler;
import org.junit.jupiter.api.Test;

final class RecordMappingTest {

  @Test
  void refusesAllFieldsOfASchemaThatHasBillions() {
    Schema schema = SchemaBuilder.record("Level0").fields().requiredString("uri").endRecord();
    for (int level = 1; level <= 10; level++) {
      FieldAssembler<Schema> fields =
          SchemaBuilder.record("Level" + level).fields().requiredString("uri");
      for (int field = 0; field < 10; field++) {
        fields = fields.name("next" + field).type(schema).noDefault();
      }
      schema = fields.endRecord();
    }
    Schema deep = schema;
    FieldsConfig all = new FieldsConfig(null, "uri", null, null, List.of("*"));

    assertThatThrownBy(() -> RecordMapping.of(deep, all))
        .hasMessageContaining("would stand for more than 1000 fields; name the attributes");
  }
}
