package dev.tagstream.pipeline.model;

import dev.tagstream.schemas.model.InputSpec;
import dev.tagstream.schemas.model.Size;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A batch in a model's input format.
 *
 * @param rows {@code images} rows of pixels of the model's type and layout, contiguous, in a direct
 *     buffer in native byte order from its position on; borrowed
 * @param images the number of rows, at least 1
 * @param width of every image, in pixels
 * @param height of every image, in pixels
 */
public record ModelInput(ByteBuffer rows, int images, int width, int height) {

  public ModelInput {
    if (images < 1 || width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "a batch cannot have %d images of %dx%d".formatted(images, width, height));
    }
  }

  /** Images of the model's fixed size. */
  static ModelInput of(InputSpec spec, ByteBuffer rows, int images) {
    Size size = spec.usualSize();
    return new ModelInput(rows, images, size.width(), size.height());
  }

  /** One image of zeros, of a size that the model accepts. */
  public static ModelInput blank(InputSpec spec, int images) {
    Size size = spec.usualSize();
    int bytes = Math.multiplyExact(images, spec.rowBytes(size.width(), size.height()));
    return of(spec, direct(bytes), images);
  }

  /** Some of the images, in the same buffer. */
  public ModelInput part(int first, int count, int rowBytes) {
    ByteBuffer part =
        rows.slice(rows.position() + first * rowBytes, count * rowBytes)
            .order(ByteOrder.nativeOrder());
    return new ModelInput(part, count, width, height);
  }

  public static ByteBuffer direct(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }
}
