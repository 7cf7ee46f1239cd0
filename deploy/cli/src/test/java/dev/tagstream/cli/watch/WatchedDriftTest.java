package dev.tagstream.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.cli.page.PageTable;
import dev.tagstream.pipeline.drift.DriftReference;
import dev.tagstream.pipeline.drift.TagCounts;
import dev.tagstream.schemas.ImageTags;
import dev.tagstream.schemas.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The drift that the page of a stream shows. */
final class WatchedDriftTest {

  private static final String SHA256 = "ab".repeat(32);

  private final WatchedDrift drift =
      new WatchedDrift(
          new DriftReference("pets", SHA256, new TagCounts(0, 0.5, Map.of("cat", 50L, "dog", 50L))),
          200,
          "camera");

  @Test
  void showsTheFirstWindowAsItGrowsAndThenWholeOnes() {
    add(99, "cat", SHA256);
    add(50, "cat", "cd".repeat(32));
    assertThat(total().title()).isEqualTo("Drift: 99 of at least 100 images");
    assertThat(total().rows()).isEmpty();

    add(1, "dog", SHA256);
    assertThat(total().title()).startsWith("Drift of pets in 100 images: PSI ");

    add(99, "dog", SHA256);
    assertThat(total().title()).startsWith("Drift of pets in 199 images: PSI 0.0");
    add(1, "dog", SHA256);
    add(150, "cat", SHA256);
    assertThat(total().title())
        .isEqualTo(
            "Drift of pets in 200 images: PSI 0.000, by chance about 0.015;"
                + " confidence 0.750, shift +0.250");
    assertThat(total().rows())
        .containsExactlyInAnyOrder(
            List.of("cat", "50.0 %", "49.5 %", "0.0001"),
            List.of("dog", "50.0 %", "50.5 %", "0.0000"));
  }

  @Test
  void comparesTheImagesWithEachValueOfAnAttribute() {
    add(60, "cat", SHA256, "north");
    assertThat(drift.tables()).hasSize(1);

    add(130, "dog", SHA256, "south");
    add(10, "dog", SHA256);
    add(20, "cat", SHA256, "west");
    PageTable byCamera = drift.tables().get(1);
    assertThat(byCamera.title()).isEqualTo("Drift by camera");
    assertThat(byCamera.rows())
        .extracting(row -> row.get(0) + " " + row.get(1))
        .containsExactly("south 130", "north 60", "(none) 10");
    assertThat(byCamera.rows()).allSatisfy(row -> assertThat(row.get(4)).isEqualTo("+0.250"));
  }

  @Test
  void namesWhatItLeavesOut() {
    for (int camera = 0; camera < 60; camera++) {
      add(3, "cat", SHA256, "camera-" + camera);
    }

    PageTable byCamera = drift.tables().get(1);
    assertThat(byCamera.title()).isEqualTo("Drift by camera; and 10 more with 30 images");
    assertThat(byCamera.rows()).hasSize(50);
  }

  private PageTable total() {
    return drift.tables().get(0);
  }

  private void add(int count, String label, String sha256) {
    add(count, label, sha256, Map.of());
  }

  private void add(int count, String label, String sha256, String camera) {
    add(count, label, sha256, Map.of("camera", camera));
  }

  private void add(int count, String label, String sha256, Map<String, String> attributes) {
    ImageTags result =
        ImageTags.newBuilder()
            .setId("7")
            .setAttributes(attributes)
            .setTags(List.of(new Tag(0, label, null, 0.75f)))
            .setModelName("pets")
            .setModelSha256(sha256)
            .setProvider("cpu")
            .setSourceTopic("image-events")
            .setSourcePartition(0)
            .setSourceOffset(17)
            .setSourceTimestamp(Instant.EPOCH)
            .setTaggedAt(Instant.EPOCH)
            .setDecodeMicros(1)
            .setQueueMicros(1)
            .setInferenceMicros(1)
            .setWidth(20)
            .setHeight(10)
            .build();
    for (int i = 0; i < count; i++) {
      drift.add(result);
    }
  }
}
