package dev.tagstream.pipeline.image;

import dev.tagstream.pipeline.record.PixelImage;
import dev.tagstream.schemas.model.Preprocessing;
import dev.tagstream.schemas.model.Resize;
import dev.tagstream.schemas.model.Size;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The small images that {@code make_images.py} made, and how to decode them. */
public final class TestImages {

  public static final Path FOLDER = Path.of("src", "test", "resources", "image");
  public static final ImageLimits LIMITS = new ImageLimits(20_000_000, 50_000_000, 20_000);

  private static final String PIXELS = ".rgb";

  private TestImages() {}

  public static List<String> names() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(PIXELS))
          .map(name -> name.substring(0, name.length() - PIXELS.length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static byte[] encoded(String name) {
    return read(FOLDER.resolve(name));
  }

  /** The pixels Pillow reads. */
  public static PixelImage expected(String name) {
    byte[] data = read(FOLDER.resolve(name + PIXELS));
    ByteBuffer sides = ByteBuffer.wrap(data);
    int width = sides.getShort();
    int height = sides.getShort();
    return new PixelImage(width, height, Arrays.copyOfRange(data, 4, data.length));
  }

  public static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All pixels, not resized. */
  public static Preprocessing unscaled() {
    return preprocessing(new Resize(Resize.Rule.NONE, 0, 0, Resize.Filter.BILINEAR, true), null);
  }

  /** Resize(256), CenterCrop(224). */
  public static Preprocessing imageNet() {
    return preprocessing(
        new Resize(Resize.Rule.SHORTEST_SIDE, 256, 256, Resize.Filter.BILINEAR, true),
        new Size(224, 224));
  }

  public static Preprocessing preprocessing(Resize resize, @Nullable Size crop) {
    return new Preprocessing(
        resize,
        crop,
        Preprocessing.ChannelOrder.RGB,
        1 / 255.0,
        List.of(0.485, 0.456, 0.406),
        List.of(0.229, 0.224, 0.225));
  }

  /** The largest difference of any sample. */
  public static int largestDifference(byte[] pixels, byte[] expected) {
    int largest = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs((pixels[i] & 0xFF) - (expected[i] & 0xFF)));
    }
    return largest;
  }

  public static double meanDifference(byte[] pixels, byte[] expected) {
    long sum = 0;
    for (int i = 0; i < expected.length; i++) {
      sum += Math.abs((pixels[i] & 0xFF) - (expected[i] & 0xFF));
    }
    return (double) sum / expected.length;
  }
}
