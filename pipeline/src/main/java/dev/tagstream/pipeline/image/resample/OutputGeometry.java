package dev.tagstream.pipeline.image.resample;

import dev.tagstream.pipeline.image.format.ImageHeader;
import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.UnreadableImageException;
import dev.tagstream.schemas.model.Resize;
import dev.tagstream.schemas.model.Resize.Rule;
import dev.tagstream.schemas.model.Size;
import org.jspecify.annotations.Nullable;

/**
 * The pixels of an image that become the model's input, by the rules of torchvision's Resize and
 * CenterCrop, or of a letterbox.
 *
 * @param width of the output, in pixels
 * @param height of the output, in pixels
 * @param columns the shown part of the scaled image's width
 * @param rows the shown part of the scaled image's height
 * @param left padded columns before it
 * @param top padded rows above it
 */
public record OutputGeometry(
    int width, int height, AxisWindow columns, AxisWindow rows, int left, int top) {

  /**
   * The geometry of an image.
   *
   * @param maxPixels of the output, if its size depends on the image
   * @throws UnreadableImageException if the output would be larger
   */
  public static OutputGeometry of(
      ImageHeader header, Resize resize, @Nullable Size crop, long maxPixels)
      throws UnreadableImageException {
    int width = header.uprightWidth();
    int height = header.uprightHeight();
    long scaledWidth = scaledLength(resize, width, height, resize.width(), resize.height());
    long scaledHeight = scaledLength(resize, height, width, resize.height(), resize.width());
    Size cut = resize.rule() == Rule.LETTERBOX ? new Size(resize.height(), resize.width()) : crop;
    long outputWidth = cut == null ? scaledWidth : cut.width();
    long outputHeight = cut == null ? scaledHeight : cut.height();
    if (Math.max(scaledWidth, scaledHeight) > Integer.MAX_VALUE / 4
        || (cut == null && outputWidth * outputHeight > maxPixels)) {
      throw new UnreadableImageException(
          RejectReason.TOO_MANY_PIXELS,
          "%dx%d pixels become %dx%d by the model's resize, but an image may have %d"
              .formatted(width, height, scaledWidth, scaledHeight, maxPixels));
    }
    return new OutputGeometry(
        (int) outputWidth,
        (int) outputHeight,
        window(width, (int) scaledWidth, (int) outputWidth),
        window(height, (int) scaledHeight, (int) outputHeight),
        padding((int) scaledWidth, (int) outputWidth),
        padding((int) scaledHeight, (int) outputHeight));
  }

  /** The same geometry after reduced decoding. */
  public OutputGeometry reduced(int denominator) {
    return new OutputGeometry(
        width, height, reduced(columns, denominator), reduced(rows, denominator), left, top);
  }

  private static AxisWindow reduced(AxisWindow window, int denominator) {
    return new AxisWindow(
        ImageHeader.reducedLength(window.sourceLength(), denominator),
        window.scaledLength(),
        window.first(),
        window.count(),
        window.ratio() / denominator);
  }

  /** Whether the scaled image leaves a part of the output to padding. */
  public boolean isPadded() {
    return columns.count() < width || rows.count() < height;
  }

  private static long scaledLength(
      Resize resize, int length, int otherLength, int target, int otherTarget) {
    return switch (resize.rule()) {
      case NONE -> length;
      case EXACT -> target;
      case SHORTEST_SIDE ->
          length <= otherLength
              ? target
              // a double division, rounded down, as Python's int(size * long / short)
              : (long) ((double) ((long) target * length) / otherLength);
      case LETTERBOX -> {
        double ratio = Math.min((double) target / length, (double) otherTarget / otherLength);
        // half to even, as Python's round
        yield Math.max(1, (long) Math.rint(length * ratio));
      }
    };
  }

  private static AxisWindow window(int source, int scaled, int output) {
    if (output >= scaled) {
      return new AxisWindow(source, scaled, 0, scaled);
    }
    // half to even, as Python's round
    int first = (int) Math.rint((scaled - output) / 2.0);
    return new AxisWindow(source, scaled, first, output);
  }

  private static int padding(int scaled, int output) {
    return Math.max(0, (output - scaled) / 2);
  }
}
