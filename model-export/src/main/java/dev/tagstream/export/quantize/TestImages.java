package dev.tagstream.export.quantize;

import dev.tagstream.schemas.model.Contract;
import dev.tagstream.schemas.model.InputSpec;
import dev.tagstream.schemas.model.PixelLayout;
import dev.tagstream.schemas.model.PixelType;
import dev.tagstream.schemas.model.Preprocessing;
import dev.tagstream.schemas.model.Size;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;

/** Extreme test images: black, white, stripes and noise. */
final class TestImages {

  private static final int COLORS = 3;
  private static final int WHITE = 255;
  private static final int STRIPE = 8;
  private static final long SEED = 1;

  /** The level of an image at a position, from 0 to 255. */
  private interface Levels {
    int at(int y, int x, int color);
  }

  private TestImages() {}

  /** The images, prepared for a contract. */
  static List<CalibrationImage> of(Contract contract) {
    Random random = new Random(SEED);
    return List.of(
        image(contract, (y, x, color) -> 0),
        image(contract, (y, x, color) -> WHITE),
        image(contract, (y, x, color) -> (x / STRIPE + color) % 2 * WHITE),
        image(contract, (y, x, color) -> random.nextInt(WHITE + 1)));
  }

  private static CalibrationImage image(Contract contract, Levels levels) {
    InputSpec input = contract.input();
    Size size = input.usualSize();
    boolean bytes = input.type() == PixelType.UINT8;
    int pixels = size.height() * size.width();
    ByteBuffer row =
        ByteBuffer.allocate(COLORS * pixels * (bytes ? Byte.BYTES : Float.BYTES))
            .order(ByteOrder.nativeOrder());
    for (int i = 0; i < COLORS * pixels; i++) {
      boolean planes = input.layout() == PixelLayout.NCHW;
      int color = planes ? i / pixels : i % COLORS;
      int pixel = planes ? i % pixels : i / COLORS;
      int level = levels.at(pixel / size.width(), pixel % size.width(), color);
      if (bytes) {
        row.put((byte) level);
      } else {
        row.putFloat(normalized(level, color, contract.preprocessing()));
      }
    }
    return new CalibrationImage(size.height(), size.width(), row.array());
  }

  private static float normalized(int level, int color, Preprocessing preprocessing) {
    return (float)
        ((level * preprocessing.scale() - preprocessing.mean().get(color))
            / preprocessing.std().get(color));
  }
}
