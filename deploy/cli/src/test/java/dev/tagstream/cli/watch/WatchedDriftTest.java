package dev.tagstream.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

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
          200);

  @Test
  void showsTheFirstWindowAsItGrowsAndThenWholeOnes() {
    add(99, "cat", SHA256);
    add(50, "cat", "cd".repeat(32));
    assertThat(drift.table().title()).isEqualTo("Drift: 99 of at least 100 images");
    assertThat(drift.table().rows()).isEmpty();

    add(1, "dog", SHA256);
    assertThat(drift.table().title()).startsWith("Drift of pets in 100 images: PSI ");

    add(99, "dog", SHA256);
    assertThat(drift.table().title()).startsWith("Drift of pets in 199 images: PSI 0.0");
    add(1, "dog", SHA256);
    add(150, "cat", SHA256);
    assertThat(drift.table().title())
        .isEqualTo(
            "Drift of pets in 200 images: PSI 0.000, by chance about 0.015;"
                + " confidence 0.750, shift +0.250");
    assertThat(drift.table().rows())
        .containsExactlyInAnyOrder(
            List.of("cat", "50.0 %", "49.5 %", "0.0001"),
            List.of("dog", "50.0 %", "50.5 %", "0.0000"));
  }

  private void add(int count, String label, String sha256) {
    ImageTags result =
        ImageTags.newBuilder()
            .setId("7")
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
