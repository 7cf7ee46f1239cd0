package dev.tagstream.pipeline.objects.read;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.objects.store.FileStore;
import dev.tagstream.pipeline.objects.store.StoredObject;
import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.SourceObject;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SingleImageTest {

  private static final ReadSettings SETTINGS = new ReadSettings(3_000_000);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1 << 20, (1 << 20) + 1, 3_000_000})
  void readsAnImageOfAnyAllowedLength(int bytes) throws Exception {
    byte[] encoded = new byte[bytes];

    assertThat(BytesStore.read("cat.jpg", encoded, SETTINGS))
        .containsExactly(
            ReadImage.of(
                new SourceObject("memory:/cat.jpg", "v1"),
                "memory:/cat.jpg",
                ByteRange.of(encoded),
                Map.of()));
  }

  @Test
  void rejectsALargerOneWithoutReadingIt() throws Exception {
    assertThat(BytesStore.read("cat.jpg", new byte[3_000_001], SETTINGS))
        .singleElement()
        .extracting(ReadImage::rejected)
        .satisfies(
            rejected -> assertThat(rejected.reason()).isEqualTo(RejectReason.TOO_MANY_BYTES));
  }

  @Test
  void rejectsOneThatHasGrownBeyondTheLimitSinceItWasListed() throws Exception {
    StoredObject listed = new StoredObject("memory:/cat.jpg", 10, "v1");
    BytesStore store = new BytesStore(new byte[2000]);

    try (ImageCursor cursor = ObjectImages.open(store, listed, new ReadSettings(1000))) {
      ReadImage grown = requireNonNull(cursor.next());
      assertThat(requireNonNull(grown.rejected()).reason()).isEqualTo(RejectReason.TOO_MANY_BYTES);
      assertThat(cursor.next()).isNull();
    }
  }

  @Test
  void knowsAnImageWithoutAnExtensionByItsFirstBytes() throws Exception {
    byte[] jpeg = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, 0};

    assertThat(BytesStore.read("0a1b2c3d", jpeg, SETTINGS))
        .singleElement()
        .extracting(ReadImage::image)
        .extracting(EncodedImage::bytes)
        .isEqualTo(ByteRange.of(jpeg));
    assertThat(BytesStore.read("Makefile", "all:".getBytes(UTF_8), SETTINGS)).isEmpty();
  }

  @Test
  void rejectsAFileThatIsGoneSinceItWasListed() throws Exception {
    StoredObject gone = new StoredObject("file:///none/cat.jpg", 10, "10-0");

    try (ImageCursor cursor = ObjectImages.open(new FileStore(), gone, SETTINGS)) {
      assertThat(cursor.next())
          .extracting(ReadImage::rejected)
          .satisfies(
              rejected -> {
                assertThat(rejected.reason()).isEqualTo(RejectReason.URI_NOT_FOUND);
                assertThat(rejected.detail()).isEqualTo("/none/cat.jpg does not exist any more");
              });
    }
  }
}
