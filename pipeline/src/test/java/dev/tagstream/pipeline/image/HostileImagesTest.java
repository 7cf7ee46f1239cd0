package dev.tagstream.pipeline.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tagstream.pipeline.SharedData;
import dev.tagstream.pipeline.record.PixelImage;
import dev.tagstream.pipeline.record.UnreadableImageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Input made to break decoders: each is pixels or a reject, and the process lives. */
class HostileImagesTest {

  /** Where a PNG says how many bits a sample has. */
  private static final int PNG_BIT_DEPTH = 24;

  @Test
  void pngSuiteDecodesToItsPublishedPixels() throws IOException {
    Path suite = SharedData.path("hostile/pngsuite");
    ObjectMapper json = new ObjectMapper();
    int compared = 0;
    try (ImageDecoder decoder = new ImageDecoder(TestImages.unscaled(), TestImages.LIMITS)) {
      for (Path png : files(suite.resolve("png"))) {
        String name = png.getFileName().toString().replace(".png", "");
        Path deep = suite.resolve("json").resolve(name + "_to8.json");
        Path pixels = Files.exists(deep) ? deep : suite.resolve("json").resolve(name + ".json");
        if (!Files.exists(pixels) || name.startsWith("x")) {
          continue;
        }
        int[] rgba = json.readValue(pixels.toFile(), int[].class);
        byte[] encoded = TestImages.read(png);
        int shift = encoded[PNG_BIT_DEPTH] == Short.SIZE && pixels != deep ? Byte.SIZE : 0;
        PixelImage image = decoder.decode(encoded).pixels();
        byte[] rgb = Arrays.copyOf(image.rgb(), image.bytes());
        assertThat(largestDifference(rgb, rgba, shift)).as(name).isLessThanOrEqualTo(1);
        compared++;
      }
    } catch (UnreadableImageException rejected) {
      throw new AssertionError("a sound PNG was refused: " + rejected.detail(), rejected);
    }
    assertThat(compared).isGreaterThan(100);
  }

  @Test
  void brokenPngsOfPngSuiteAreCorrupt() throws IOException {
    Path suite = SharedData.path("hostile/pngsuite/png");
    try (ImageDecoder decoder = new ImageDecoder(TestImages.unscaled(), TestImages.LIMITS)) {
      for (Path png : files(suite)) {
        // by the suite's naming, x marks a broken file
        if (png.getFileName().toString().startsWith("x")) {
          assertThat(outcome(decoder, TestImages.read(png)))
              .as(png.getFileName().toString())
              .isIn("CORRUPT_IMAGE", "UNSUPPORTED_FORMAT");
        }
      }
    }
  }

  @Test
  void libjpegTurboImagesAreDecodedOrRejected() throws IOException {
    try (ImageDecoder decoder = new ImageDecoder(TestImages.imageNet(), TestImages.LIMITS)) {
      for (Path file : files(SharedData.path("hostile/libjpeg-turbo"))) {
        String expected =
            switch (file.getFileName().toString()) {
              case "testimgari.jpg", "testimgint.jpg", "testorig.jpg", "testorig.png" -> "decoded";
              case "shira_bird8.bmp", "vgl_6434_0018a.bmp", "vgl_6548_0026a.bmp" -> "decoded";
              case "vgl_5674_0098.png", "monkey16.png" -> "decoded";
              default -> "UNSUPPORTED_FORMAT";
            };
        assertThat(outcome(decoder, TestImages.read(file)))
            .as(file.getFileName().toString())
            .isEqualTo(expected);
      }
    }
  }

  private static String outcome(ImageDecoder decoder, byte[] encoded) {
    try {
      decoder.decode(encoded);
      return "decoded";
    } catch (UnreadableImageException rejected) {
      assertThat(rejected.detail()).isNotBlank().doesNotContain("\n");
      return rejected.reason().name();
    }
  }

  private static int largestDifference(byte[] rgb, int[] rgba, int shift) {
    assertThat(rgb).hasSize(rgba.length / 4 * 3);
    int largest = 0;
    for (int i = 0; i < rgb.length; i++) {
      largest = Math.max(largest, Math.abs((rgb[i] & 0xFF) - (rgba[i / 3 * 4 + i % 3] >> shift)));
    }
    return largest;
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}
