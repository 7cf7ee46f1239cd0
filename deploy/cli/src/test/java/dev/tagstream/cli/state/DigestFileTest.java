package dev.tagstream.cli.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DigestFileTest {

  @TempDir private Path folder;

  @Test
  void holdsWhatWasAddedThroughGrowthAndReopening() throws Exception {
    try (DigestFile digests = DigestFile.open(folder.resolve("ids"))) {
      for (int i = 0; i < 20_000; i++) {
        digests.add("2024/%d.jpg".formatted(i));
      }
    }
    try (DigestFile digests = DigestFile.open(folder.resolve("ids"))) {
      assertThat(digests.count()).isEqualTo(20_000);
      for (int i = 0; i < 20_000; i++) {
        assertThat(digests.contains("2024/%d.jpg".formatted(i))).isTrue();
        assertThat(digests.contains("2025/%d.jpg".formatted(i))).isFalse();
      }
    }
  }

  @Test
  void countsWhatIsAddedTwiceOnce() throws Exception {
    try (DigestFile digests = DigestFile.open(folder.resolve("ids"))) {
      digests.add("a.jpg");
      digests.add("a.jpg");
      assertThat(digests.count()).isOne();
    }
  }

  @Test
  void needsAtMost64BytesForEach() throws Exception {
    Path ids = folder.resolve("ids");
    try (DigestFile digests = DigestFile.open(ids)) {
      for (int i = 0; i < 10_000; i++) {
        digests.add(String.valueOf(i));
      }
    }
    assertThat(ids.toFile().length()).isLessThanOrEqualTo(64 * 10_000L);
  }
}
