package dev.tagstream.pipeline.objects.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.objects.store.FileStore;
import dev.tagstream.pipeline.objects.store.StoredObject;
import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.SourceObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ParquetImagesTest {

  private static final String PLAIN =
      "message m { required binary image; required binary id (UTF8); optional int64 label;"
          + " optional double share; repeated int32 many; }";

  /** As Hugging Face's datasets have it. */
  private static final String STRUCT =
      "message schema { optional group image { optional binary bytes; optional binary path (UTF8);"
          + " } optional int64 label; }";

  private static final ReadSettings SETTINGS = new ReadSettings(1000);

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "UNCOMPRESSED, PARQUET_1_0",
    "SNAPPY, PARQUET_1_0",
    "ZSTD, PARQUET_1_0",
    "UNCOMPRESSED, PARQUET_2_0",
    "ZSTD, PARQUET_2_0"
  })
  void readsRowsOfSeveralRowGroups(CompressionCodecName codec, WriterVersion version)
      throws Exception {
    new ParquetFiles()
        .compressed(codec)
        .version(version)
        .rowsInARowGroup(40)
        .write(file(), PLAIN, 100, ParquetImagesTest::fillPlain);

    List<EncodedImage> images = images(read(SETTINGS));

    assertThat(images).hasSize(100);
    assertThat(images.get(77))
        .isEqualTo(
            new EncodedImage(
                new SourceObject(file().toUri().toString(), listed().version(), 77),
                "id-77",
                ByteRange.of(bytes(77)),
                null,
                Map.of("label", "77", "share", "0.5")));
    assertThat(images.get(1).attributes()).isEqualTo(Map.of("share", "0.5"));
  }

  @Test
  void readsStructsAsHuggingFaceHasThem() throws Exception {
    new ParquetFiles()
        .write(
            file(),
            STRUCT,
            3,
            (i, row) -> {
              if (i < 2) {
                Group image = row.addGroup("image");
                image.append("bytes", Binary.fromConstantByteArray(bytes(i)));
                if (i == 0) {
                  image.append("path", "cat.jpg");
                }
              }
              row.append("label", (long) i);
            });

    List<ReadImage> read = read(SETTINGS);

    String uri = file().toUri().toString();
    assertThat(images(read)).extracting(EncodedImage::id).containsExactly("cat.jpg", uri + "#1");
    assertThat(images(read).get(1).bytes()).isEqualTo(ByteRange.of(bytes(1)));
    assertThat(images(read).get(1).attributes()).isEqualTo(Map.of("label", "1"));
    assertThat(rejects(read))
        .singleElement()
        .satisfies(
            rejected -> {
              assertThat(rejected.reason()).isEqualTo(RejectReason.EMPTY_IMAGE);
              assertThat(rejected.source().position()).isEqualTo(uri + "#2");
            });
  }

  @Test
  void readsTheColumnsThatAreAskedFor() throws Exception {
    String schema = "message m { required binary a; required binary b; required int32 c; }";
    new ParquetFiles()
        .write(
            file(),
            schema,
            1,
            (i, row) ->
                row.append("a", Binary.fromConstantByteArray(bytes(1)))
                    .append("b", Binary.fromConstantByteArray(bytes(2)))
                    .append("c", 7));

    assertThat(images(read(new ReadSettings(1000, "b", "c"))))
        .singleElement()
        .satisfies(
            image -> {
              assertThat(image.id()).isEqualTo("7");
              assertThat(image.bytes()).isEqualTo(ByteRange.of(bytes(2)));
            });
    assertThat(rejects(read(new ReadSettings(1000, "c", null))))
        .singleElement()
        .extracting(RejectedImage::detail)
        .isEqualTo(
            "the Parquet file has no column 'c' of binary values or of structs with bytes, but a,"
                + " b, c; the images before it were read");
  }

  @Test
  void rejectsRowsThatAreTooLarge() throws Exception {
    new ParquetFiles().write(file(), PLAIN, 3, ParquetImagesTest::fillPlain);

    List<ReadImage> read = read(new ReadSettings(bytes(1).length));

    assertThat(images(read)).extracting(EncodedImage::id).containsExactly("id-0", "id-1");
    assertThat(rejects(read))
        .extracting(RejectedImage::reason)
        .containsExactly(RejectReason.TOO_MANY_BYTES);
  }

  @Test
  void endsABrokenFileWithOneReject() throws Exception {
    new ParquetFiles().rowsInARowGroup(40).write(file(), PLAIN, 100, ParquetImagesTest::fillPlain);
    byte[] whole = Files.readAllBytes(file());
    Random random = new Random(1);

    for (int i = 0; i < 300; i++) {
      byte[] broken = whole.clone();
      int flips = 1 + random.nextInt(4);
      for (int flip = 0; flip < flips; flip++) {
        broken[random.nextInt(broken.length)] = (byte) random.nextInt();
      }
      Files.write(file(), broken);
      List<ReadImage> read = read(SETTINGS);
      assertThat(read).hasSizeLessThanOrEqualTo(101);
    }
    Files.write(file(), new byte[100]);
    assertThat(rejects(read(SETTINGS)))
        .singleElement()
        .extracting(RejectedImage::detail)
        .isEqualTo(
            "the Parquet file does not end with PAR1, so it is not a Parquet file; the images"
                + " before it were read");
  }

  private static void fillPlain(int i, Group row) {
    row.append("image", Binary.fromConstantByteArray(bytes(i)));
    row.append("id", "id-" + i);
    if (i != 1) {
      row.append("label", (long) i);
    }
    row.append("share", 0.5);
    row.append("many", 1);
    row.append("many", 2);
  }

  private static byte[] bytes(int i) {
    byte[] bytes = new byte[300 + i];
    new Random(i).nextBytes(bytes);
    return bytes;
  }

  private Path file() {
    return folder.resolve("cats.parquet");
  }

  private StoredObject listed() throws IOException {
    return new FileStore().list(file().toString(), null).objects().get(0);
  }

  private List<ReadImage> read(ReadSettings settings) throws IOException {
    List<ReadImage> images = new ArrayList<>();
    try (ImageCursor cursor = ObjectImages.open(new FileStore(), listed(), settings)) {
      for (ReadImage image = cursor.next(); image != null; image = cursor.next()) {
        images.add(image);
      }
    }
    return images;
  }

  private static List<EncodedImage> images(List<ReadImage> read) {
    return read.stream().filter(one -> one.image() != null).map(ReadImage::image).toList();
  }

  private static List<RejectedImage> rejects(List<ReadImage> read) {
    return read.stream().filter(one -> one.rejected() != null).map(ReadImage::rejected).toList();
  }
}
