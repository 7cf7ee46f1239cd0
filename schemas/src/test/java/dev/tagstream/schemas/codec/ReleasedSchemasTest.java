package dev.tagstream.schemas.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.schemas.ImageEvent;
import dev.tagstream.schemas.ImageTags;
import dev.tagstream.schemas.RejectReason;
import dev.tagstream.schemas.RejectedImage;
import dev.tagstream.schemas.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was released once is read for ever. */
final class ReleasedSchemasTest {

  private static final Path PAGE = Path.of("README.md");

  /** A schema that changes gets a row more: copy the version before it to released/ first. */
  @Test
  void thePageHasEveryVersionWithItsFingerprint() throws IOException {
    List<String> rows = new ArrayList<>();
    for (var type : List.of(ImageEvent.class, ImageTags.class, RejectedImage.class)) {
      List<Schema> versions = ReleasedSchemas.of(type);
      for (int i = 0; i < versions.size(); i++) {
        rows.add(
            "| `%s` | %d | `%016x` |"
                .formatted(
                    type.getSimpleName(),
                    i + 1,
                    SchemaNormalization.parsingFingerprint64(versions.get(i))));
      }
    }

    try (Stream<String> lines = Files.lines(PAGE)) {
      assertThat(lines.filter(line -> line.matches("\\| `\\w+` \\| \\d+ \\|.*")))
          .hasSameSizeAs(rows)
          .zipSatisfy(rows, (line, row) -> assertThat(line).startsWith(row));
    }
  }

  @ParameterizedTest
  @ValueSource(classes = {ImageEvent.class, ImageTags.class, RejectedImage.class})
  void theNewestVersionReadsAllBeforeIt(Class<? extends SpecificRecord> type) {
    List<Schema> versions = ReleasedSchemas.of(type);
    Schema newest = versions.get(versions.size() - 1);

    assertThat(versions)
        .allSatisfy(
            version ->
                assertThat(
                        SchemaCompatibility.checkReaderWriterCompatibility(newest, version)
                            .getType())
                    .isEqualTo(SchemaCompatibilityType.COMPATIBLE));
  }

  /** A reader that is not updated yet, of what the newest job writes. */
  @ParameterizedTest
  @ValueSource(classes = {ImageEvent.class, ImageTags.class, RejectedImage.class})
  void everyVersionReadsTheNewest(Class<? extends SpecificRecord> type) {
    List<Schema> versions = ReleasedSchemas.of(type);
    Schema newest = versions.get(versions.size() - 1);

    assertThat(versions)
        .allSatisfy(
            version ->
                assertThat(
                        SchemaCompatibility.checkReaderWriterCompatibility(version, newest)
                            .getType())
                    .isEqualTo(SchemaCompatibilityType.COMPATIBLE));
  }

  @Test
  void readsTagsOfTheFirstVersion() throws Exception {
    byte[] message = inVersion(1, Messages.CAT_TAGS);

    assertThat(SingleObjectDecoder.of(ImageTags.class).decode(message))
        .isEqualTo(Messages.CAT_TAGS);
  }

  @Test
  void readsRejectsOfTheFirstVersion() throws Exception {
    byte[] message = inVersion(1, Messages.BROKEN);

    assertThat(SingleObjectDecoder.of(RejectedImage.class).decode(message))
        .isEqualTo(RejectedImage.newBuilder(Messages.BROKEN).setModelEpoch(null).build());
  }

  @Test
  void keepsWhatOnlyTheNewestVersionTells() throws Exception {
    // a builder that copies makes enums, for which Avro must trust them first
    SingleObjectEncoder<RejectedImage> encoder = SingleObjectEncoder.of(RejectedImage.class);
    RejectedImage ofObject =
        RejectedImage.newBuilder(Messages.BROKEN)
            .setReason(RejectReason.TRUNCATED_IMAGE)
            .setStage(Stage.FETCH)
            .setSourceTopic("")
            .setSourcePartition(-1)
            .setSourceOffset(-1)
            .setSourceUri("s3://bucket/photos.parquet")
            .setSourceRow(17L)
            .build();

    assertThat(SingleObjectDecoder.of(RejectedImage.class).decode(encoder.encode(ofObject)))
        .isEqualTo(ofObject);
  }

  /** New fields come last, so the first ones are those of the older version. */
  private static <T extends SpecificRecord> byte[] inVersion(int version, T message)
      throws IOException {
    Schema schema = ReleasedSchemas.of(message.getClass()).get(version - 1);
    return new BinaryMessageEncoder<T>(SpecificData.getForClass(message.getClass()), schema)
        .encode(message)
        .array();
  }
}
