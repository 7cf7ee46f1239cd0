package dev.tagstream.pipeline.image;

import dev.tagstream.pipeline.image.jpeg.JpegSampling;
import dev.tagstream.pipeline.image.resample.ResamplingTable;

/**
 * What it takes to make a model's pixels of a JPEG somewhere else than on the CPU: its planes, and
 * Pillow's tables for the two passes of the resize.
 *
 * @param width of the image, in pixels
 * @param height of the image, in pixels
 * @param sampling of its chroma planes
 * @param columns how source columns make those that are shown
 * @param rows how source rows make those that are shown
 * @param left black columns before them
 * @param top black rows above them
 * @param outputWidth of what the model sees, in pixels
 * @param outputHeight of what the model sees, in pixels
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
