package dev.tagstream.pipeline.image.resample;

/**
 * The part of a scaled axis that is wanted.
 *
 * @param sourceLength length before scaling, in pixels
 * @param scaledLength length after scaling, in pixels
 * @param first the first scaled pixel wanted
 * @param count how many scaled pixels are wanted
 * @param ratio source pixels to a scaled one; of an image that was decoded smaller, whose last
 *     pixel may stand for fewer than the others, not quite the quotient of the lengths
 */
public record AxisWindow(int sourceLength, int scaledLength, int first, int count, double ratio) {

  AxisWindow(int sourceLength, int scaledLength, int first, int count) {
    this(sourceLength, scaledLength, first, count, (double) sourceLength / scaledLength);
  }
}
