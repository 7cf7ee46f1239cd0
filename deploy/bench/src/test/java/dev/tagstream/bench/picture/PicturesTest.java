package dev.tagstream.bench.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PicturesTest {

  @Test
  void drawsTheSamePicturesFromTheSameSeed() {
    Pictures pictures = Pictures.generated(2, PictureSize.THUMBNAIL, 5);

    assertThat(pictures.of(1).encoded())
        .isEqualTo(Pictures.generated(2, PictureSize.THUMBNAIL, 5).of(1).encoded())
        .isNotEqualTo(Pictures.generated(2, PictureSize.THUMBNAIL, 6).of(1).encoded())
        .isNotEqualTo(pictures.of(0).encoded());
  }

  @Test
  void drawsPicturesOfAbout50KilobytesByDefault() {
    assertThat(Pictures.generated(4, PictureSize.WEB, 1).averageBytes())
        .isBetween(45_000.0, 60_000.0);
  }

  @Test
  void beginsAnewWhereMoreAreNeeded() {
    Pictures pictures = Pictures.generated(3, PictureSize.THUMBNAIL, 1);

    assertThat(pictures.of(7).id()).isEqualTo("generated-0001.jpg");
  }

  @Test
  void takesTheFirstFilesOfAFolder(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("b.jpg"), "bb");
    Files.writeString(folder.resolve("a.jpg"), "a");
    Files.writeString(folder.resolve("c.jpg"), "ccc");

    Pictures pictures = Pictures.in(folder, 2);

    assertThat(pictures.all()).extracting(Picture::id).containsExactly("a.jpg", "b.jpg");
    assertThat(pictures.description()).isEqualTo("2 files of " + folder + ", 0.0 KB on average");
  }
}
