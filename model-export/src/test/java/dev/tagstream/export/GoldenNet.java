package dev.tagstream.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/**
 * A tiny random net and what torchvision or Keras computes with it; made by {@code make_golden.py}
 * and {@code make_golden_keras.py}.
 *
 * @param weights its file
 * @param side of the input, in pixels
 * @param parameters as PyTorch counts them
 * @param input float32 [2, 3, side, side]
 * @param logits [2][classes]
 */
record GoldenNet(Path weights, int side, long parameters, float[] input, float[][] logits) {

  static final int IMAGES = 2;

  private static final int COLORS = 3;

  /** A net of torchvision. */
  static GoldenNet of(String file) {
    return of("golden.json", file, resource(file));
  }

  /** A net of Keras, whose weight file is unpacked into a folder. */
  static GoldenNet ofKeras(String file, Path folder) {
    return of("keras.json", file, unpacked(file, folder));
  }

  /** A resource that is compressed, unpacked into a folder. */
  static Path unpacked(String file, Path folder) {
    Path unpacked = folder.resolve(file);
    try (InputStream packed = new GZIPInputStream(Files.newInputStream(resource(file + ".gz")))) {
      Files.copy(packed, unpacked);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return unpacked;
  }

  private static GoldenNet of(String index, String file, Path weights) {
    try {
      JsonNode golden = new JsonMapper().readTree(resource(index).toFile()).required(file);
      int side = golden.required("side").asInt();
      return new GoldenNet(
          weights,
          side,
          golden.required("parameters").asLong(),
          floats(resource("input-" + side + ".f32")),
          new JsonMapper().treeToValue(golden.required("logits"), float[][].class));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static Path resource(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(GoldenNet.class.getResource("/golden/" + name)).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The two images that some of the scripts make, [2, 3, side, side]. */
  static float[] images(int side) {
    float[] images = new float[IMAGES * COLORS * side * side];
    for (int i = 0; i < images.length; i++) {
      int column = i % side;
      int row = i / side % side;
      int color = i / (side * side) % COLORS;
      int image = i / (side * side * COLORS);
      images[i] = (row * (3 + image) + column * (5 + color)) % 61 / 30f - 1;
    }
    return images;
  }

  static float[] floats(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(values);
    return values;
  }
}
