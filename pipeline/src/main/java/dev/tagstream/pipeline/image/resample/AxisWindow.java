package dev.tagstream.pipeline.image.resample;

/**
 * The wanted part of a scaled axis.
 *
 * @param sourceLength length before scaling, in pixels
 * @param scaledLength length after scaling, in pixels
 * @param first the first scaled pixel wanted
 * @param count the number of scaled pixels wanted
 * @param ratio source pixels for each scaled one; in an image after reduced decoding, whose last
 *     pixel may stand for fewer than the others, not quite the quotient of the lengths
 */
public record AxisWindow(int sourceLength, int scaledLength, int first, int count, double ratio) {

  AxisWindow(int sourceLength, int scaledLength, int first, int count) {
    this(sourceLength, scaledLength, first, count, (double) sourceLength / scaledLength);
  }
}
