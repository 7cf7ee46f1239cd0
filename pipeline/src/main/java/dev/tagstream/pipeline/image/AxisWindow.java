package dev.tagstream.pipeline.image;

/**
 * The part of a scaled axis that is wanted.
 *
 * @param sourceLength length before scaling, in pixels
 * @param scaledLength length after scaling, in pixels
 * @param first the first scaled pixel wanted
 * @param count how many scaled pixels are wanted
 */
record AxisWindow(int sourceLength, int scaledLength, int first, int count) {}
