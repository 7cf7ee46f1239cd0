package dev.tagstream.pipeline.drift;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.record.ModelRun;
import dev.tagstream.pipeline.record.QueuedImage;
import dev.tagstream.pipeline.record.SourceObject;
import dev.tagstream.pipeline.record.Tag;
import dev.tagstream.pipeline.record.TaggedImage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class DriftWatchTest {

  private static final DriftReference REFERENCE =
      new DriftReference("pets", "ab", new TagCounts(0, 0.5, Map.of("cat", 50L, "dog", 50L)));

  private long nanos;

  @Test
  void comparesEachWindowByItself() {
    DriftWatch watch = watch(DriftWindow.ofImages(100));

    add(watch, 100, "ab", "cat");
    assertThat(watch.psi()).isGreaterThan(4);
    add(watch, 50, "ab", "cat");
    assertThat(watch.psi()).isGreaterThan(4);
    add(watch, 50, "ab", "dog");
    assertThat(watch.psi()).isZero();
    assertThat(watch.confidenceShift()).isEqualTo(0.25);
  }

  @Test
  void knowsNothingAfterAWindowThatAnotherModelTagged() {
    DriftWatch watch = watch(DriftWindow.ofImages(100));

    add(watch, 100, "ab", "cat");
    add(watch, 100, "cd", "cat");

    assertThat(watch.psi()).isNaN();
    assertThat(watch.confidenceShift()).isNaN();
  }

  @Test
  void endsAWindowOfTimeWithTheFirstBatchAfterIt() {
    DriftWatch watch = watch(DriftWindow.ofTime(Duration.ofMinutes(1)));

    add(watch, 500, "ab", "cat");
    assertThat(watch.psi()).isNaN();
    nanos += Duration.ofMinutes(1).toNanos();
    add(watch, 1, "ab", "cat");
    assertThat(watch.psi()).isGreaterThan(4);
    nanos += Duration.ofMinutes(1).toNanos();
    add(watch, 99, "ab", "cat");
    assertThat(watch.psi()).as("99 images say little").isNaN();
  }

  @Test
  void countsImagesWithoutTags() {
    DriftWatch watch = watch(DriftWindow.ofImages(100));

    add(watch, 100, "ab", null);

    assertThat(watch.psi()).isGreaterThan(4);
    assertThat(watch.confidenceShift()).isNaN();
  }

  private DriftWatch watch(DriftWindow window) {
    return new DriftWatch(new DriftSettings(REFERENCE, window), () -> nanos);
  }

  private static void add(DriftWatch watch, int images, String sha256, @Nullable String label) {
    List<Tag> tags = label == null ? List.of() : List.of(new Tag(0, label, null, 0.75f));
    EncodedImage encoded =
        new EncodedImage(
            new SourceObject("file:///a.png", "1", null, null),
            "a",
            ByteRange.of(new byte[0]),
            null,
            Map.of());
    TaggedImage image =
        new TaggedImage(
            new QueuedImage(encoded, 8, 6, 1000, null, 0),
            tags,
            null,
            0,
            new ModelRun("pets", sha256, "cpu", 0, 100));
    for (int i = 0; i < images; i++) {
      watch.add(image);
    }
    watch.endBatch();
  }
}
