package dev.tagstream.pipeline.image;

import dev.tagstream.pipeline.image.jpeg.JpegSampling;
import dev.tagstream.pipeline.image.resample.ResamplingTable;

/**
 * Everything that a device needs to turn a JPEG into a model's pixels: its planes, and Pillow's
 * tables for the two passes of the resize.
 *
 * @param width of the image, in pixels
 * @param height of the image, in pixels
 * @param sampling of its chroma planes
 * @param columns weights of source columns for the shown columns
 * @param rows weights of source rows for the shown rows
 * @param left black columns before the image
 * @param top black rows above the image
 * @param outputWidth of the model's input, in pixels
 * @param outputHeight of the model's input, in pixels
 */
public record JpegPlan(
    int width,
    int height,
    JpegSampling sampling,
    ResamplingTable columns,
    ResamplingTable rows,
    int left,
    int top,
    int outputWidth,
    int outputHeight) {

  /** The samples of all planes. */
  public long samples() {
    long luma = (long) width * height;
    return sampling == JpegSampling.GREY
        ? luma
        : luma + 2L * sampling.chromaWidth(width) * sampling.chromaHeight(height);
  }
}
