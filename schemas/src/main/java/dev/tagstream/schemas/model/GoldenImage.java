package dev.tagstream.schemas.model;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;

/**
 * An image and what the model answered to it when its file was written. The image is a mosaic of
 * {@value #SIDE} by {@value #SIDE} plain tiles that fills the model's input.
 *
 * @param tiles base64 of 192 bytes, [8, 8, 3] row by row: the levels of the model's channels, 0 to
 *     255, before normalization
 * @param output base64 of float32, little-endian: the model's scores, or its embedding if it has no
 *     scores; at most {@value #MAX_NUMBERS} numbers
 */
public record GoldenImage(String tiles, String output) implements Serializable {

  /** The number of tiles across and down. */
  public static final int SIDE = 8;

  /** The most numbers of an answer; 350 KB of a file. */
  public static final int MAX_NUMBERS = 1 << 16;

  private static final int CHANNELS = 3;

  /** The number of levels of a mosaic. */
  public static final int LEVELS = SIDE * SIDE * CHANNELS;

  public GoldenImage {
    requireBytes("tiles", tiles, LEVELS, LEVELS);
    requireBytes("output", output, Float.BYTES, MAX_NUMBERS * Float.BYTES);
  }

  /**
   * A mosaic and its answer.
   *
   * @param tiles 192 levels, as in the record
   * @param answer 1 to {@value #MAX_NUMBERS} numbers
   */
  public static GoldenImage of(byte[] tiles, float[] answer) {
    ByteBuffer bytes =
        ByteBuffer.allocate(answer.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(answer);
    Base64.Encoder encoder = Base64.getEncoder();
    return new GoldenImage(encoder.encodeToString(tiles), encoder.encodeToString(bytes.array()));
  }

  /** What the model answered; owned by the caller. */
  public float[] answer() {
    ByteBuffer bytes =
        ByteBuffer.wrap(Base64.getDecoder().decode(output)).order(ByteOrder.LITTLE_ENDIAN);
    float[] numbers = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(numbers);
    return numbers;
  }

  /**
   * The image in a model's input format: one row, see {@link #rows(byte[], InputSpec,
   * Preprocessing, int)}.
   */
  public ByteBuffer row(InputSpec input, Preprocessing preprocessing) {
    return rows(Base64.getDecoder().decode(tiles), input, preprocessing, 1);
  }

  /**
   * A mosaic in a model's input format, as often as a batch needs it.
   *
   * @param tiles 192 levels, as in the record
   * @param images the number of rows, at least 1
   * @return a direct buffer in native byte order, at position 0
   */
  public static ByteBuffer rows(
      byte[] tiles, InputSpec input, Preprocessing preprocessing, int images) {
    Size size = input.usualSize();
    int rowBytes = input.rowBytes(size.width(), size.height());
    ByteBuffer rows =
        ByteBuffer.allocateDirect(Math.multiplyExact(images, rowBytes))
            .order(ByteOrder.nativeOrder());
    int places = rowBytes / input.type().bytes();
    for (int image = 0; image < images; image++) {
      for (int place = 0; place < places; place++) {
        put(rows, input, preprocessing, tiles, place);
      }
    }
    return rows.flip();
  }

  private static void put(
      ByteBuffer rows, InputSpec input, Preprocessing preprocessing, byte[] levels, int place) {
    Size size = input.usualSize();
    int pixels = size.width() * size.height();
    boolean planes = input.layout() == PixelLayout.NCHW;
    int channel = planes ? place / pixels : place % CHANNELS;
    int pixel = planes ? place % pixels : place / CHANNELS;
    int row = pixel / size.width() * SIDE / size.height();
    int column = pixel % size.width() * SIDE / size.width();
    byte level = levels[(row * SIDE + column) * CHANNELS + channel];
    switch (input.type()) {
      case UINT8 -> rows.put(level);
      case FLOAT32 ->
          rows.putFloat(
              (float)
                  ((Byte.toUnsignedInt(level) * preprocessing.scale()
                          - preprocessing.mean().get(channel))
                      / preprocessing.std().get(channel)));
    }
  }

  private static void requireBytes(String what, String base64, int least, int most) {
    // no more is decoded than may be
    int bytes = base64.length() > 2 * most + 4 ? -1 : decodedLength(base64);
    if (bytes < least || bytes > most || bytes % Float.BYTES != 0) {
      throw new IllegalArgumentException(
          "%s must be base64 of %d to %d bytes, a multiple of %d"
              .formatted(what, least, most, Float.BYTES));
    }
  }

  private static int decodedLength(String base64) {
    try {
      return Base64.getDecoder().decode(base64).length;
    } catch (IllegalArgumentException e) {
      return -1;
    }
  }
}
