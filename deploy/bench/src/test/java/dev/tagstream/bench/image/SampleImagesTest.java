package dev.tagstream.bench.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleImagesTest {

  @Test
  void drawsTheSameImagesFromTheSameSeed() {
    SampleImages samples = SampleImages.generated(2, ImageSize.THUMBNAIL, 5);

    assertThat(samples.of(1).encoded())
        .isEqualTo(SampleImages.generated(2, ImageSize.THUMBNAIL, 5).of(1).encoded())
        .isNotEqualTo(SampleImages.generated(2, ImageSize.THUMBNAIL, 6).of(1).encoded())
        .isNotEqualTo(samples.of(0).encoded());
  }

  @Test
  void drawsImagesOfAbout50KilobytesByDefault() {
    assertThat(SampleImages.generated(4, ImageSize.WEB, 1).averageBytes())
        .isBetween(45_000.0, 60_000.0);
  }

  @Test
  void beginsAnewWhereMoreAreNeeded() {
    SampleImages samples = SampleImages.generated(3, ImageSize.THUMBNAIL, 1);

    assertThat(samples.of(7).id()).isEqualTo("generated-0001.jpg");
  }

  @Test
  void takesTheFirstFilesOfAFolder(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("b.jpg"), "bb");
    Files.writeString(folder.resolve("a.jpg"), "a");
    Files.writeString(folder.resolve("c.jpg"), "ccc");

    SampleImages samples = SampleImages.in(folder, 2);

    assertThat(samples.all()).extracting(SampleImage::id).containsExactly("a.jpg", "b.jpg");
    assertThat(samples.description()).isEqualTo("2 files of " + folder + ", 0.0 KB on average");
  }
}
