package dev.tagstream.export.tensor;

import java.nio.ByteBuffer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The type of a stored tensor's elements. Floating types are read as float32; other types are not
 * supported.
 */
public enum ElementType {
  FLOAT64(8, (data, at) -> (float) data.getDouble(at)),
  FLOAT32(4, ByteBuffer::getFloat),
  FLOAT16(2, (data, at) -> halfToFloat(data.getShort(at))),
  BFLOAT16(2, (data, at) -> Float.intBitsToFloat(data.getShort(at) << Short.SIZE)),
  COMPLEX128(16, null),
  COMPLEX64(8, null),
  INT64(8, null),
  INT32(4, null),
  INT16(2, null),
  INT8(1, null),
  UINT8(1, null),
  BOOL(1, null);

  /** Reads the element that begins at a byte of a buffer. */
  private interface Decoder {
    float decode(ByteBuffer data, int at);
  }

  // IEEE 754 binary16: 1 sign bit, 5 exponent bits with a bias of 15, 10 fraction bits
  private static final int HALF_SIGN = 0x8000;
  private static final int HALF_EXPONENT = 0x7c00;
  private static final int HALF_FRACTION = 0x03ff;
  private static final int HALF_FRACTION_BITS = 10;
  private static final int FLOAT_FRACTION_BITS = 23;
  private static final int FLOAT_EXPONENT = 0x7f800000;
  private static final int BIAS_DIFFERENCE = 127 - 15;
  private static final float SMALLEST_HALF = 0x1p-24f;

  private final int bytes;

  @SuppressWarnings("ImmutableEnumChecker") // stateless functions
  private final @Nullable Decoder decoder;

  ElementType(int bytes, @Nullable Decoder decoder) {
    this.bytes = bytes;
    this.decoder = decoder;
  }

  /** The size of one element, in bytes. */
  public int bytes() {
    return bytes;
  }

  public boolean isFloating() {
    return decoder != null;
  }

  /**
   * The element that begins at byte {@code at}, in the buffer's byte order, as float32.
   *
   * @throws IllegalStateException if this is not a floating type
   */
  float decode(ByteBuffer data, int at) {
    if (decoder == null) {
      throw new IllegalStateException(this + " is not a floating type");
    }
    return decoder.decode(data, at);
  }

  /** The type's name in files, such as {@code float32}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static float halfToFloat(short half) {
    int sign = (half & HALF_SIGN) << Short.SIZE;
    int exponent = (half & HALF_EXPONENT) >> HALF_FRACTION_BITS;
    int fraction = half & HALF_FRACTION;
    int shifted = fraction << (FLOAT_FRACTION_BITS - HALF_FRACTION_BITS);
    if (exponent == 0) {
      float magnitude = fraction * SMALLEST_HALF;
      return sign == 0 ? magnitude : -magnitude;
    }
    if (exponent == HALF_EXPONENT >> HALF_FRACTION_BITS) {
      return Float.intBitsToFloat(sign | FLOAT_EXPONENT | shifted);
    }
    return Float.intBitsToFloat(
        sign | ((exponent + BIAS_DIFFERENCE) << FLOAT_FRACTION_BITS) | shifted);
  }
}
