package dev.tagstream.export.quantize.rounding;

/**
 * The patch of an activation that a convolution multiplies with the weights of one output channel.
 *
 * @param groups the channels fall into
 * @param inputs the channels of one group
 * @param height of the patch, in taken values
 * @param width of the patch, in taken values
 * @param rowStep from one taken value to the one below, 1 unless the convolution is dilated
 * @param columnStep from one taken value to the one beside
 */
public record Kernel(int groups, int inputs, int height, int width, int rowStep, int columnStep) {

  /** The values of a patch in one group: the weights of one output channel. */
  int size() {
    return inputs * height * width;
  }

  /** How many rows of the activation a patch spans. */
  int rows() {
    return (height - 1) * rowStep + 1;
  }

  /** How many columns of the activation a patch spans. */
  int columns() {
    return (width - 1) * columnStep + 1;
  }
}
