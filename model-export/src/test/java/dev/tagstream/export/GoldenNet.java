package dev.tagstream.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A tiny random net and what torchvision computes with it; made by {@code make_golden.py}.
 *
 * @param weights its file
 * @param side of the input, in pixels
 * @param parameters as PyTorch counts them
 * @param input float32 [2, 3, side, side]
 * @param logits [2][classes]
 */
record GoldenNet(Path weights, int side, long parameters, float[] input, float[][] logits) {

  static final int PICTURES = 2;

  static GoldenNet of(String file) {
    try {
      JsonNode golden = new JsonMapper().readTree(resource("golden.json").toFile()).required(file);
      int side = golden.required("side").asInt();
      return new GoldenNet(
          resource(file),
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

  private static float[] floats(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(values);
    return values;
  }
}
