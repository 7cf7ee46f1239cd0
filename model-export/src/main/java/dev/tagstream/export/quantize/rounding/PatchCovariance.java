package dev.tagstream.export.quantize.rounding;

import java.util.Random;

/**
 * How the values of a kernel's patches vary together, from patches at random places of an
 * activation. Neighboring pixels and the colors of a pixel are almost the same, so errors of their
 * weights add up instead of averaging out.
 */
public final class PatchCovariance {

  /** Larger kernels have errors that average out more, and would cost much time. */
  private static final int MAX_SIZE = 512;

  private static final long MAX_ENTRIES = 1 << 22;

  /** The patches taken from one image. */
  private static final int PATCHES = 200;

  private final Kernel kernel;

  /** [group, size, size], of which the half below the diagonal is filled. */
  private final double[] products;

  private final double[] sums;
  private final double[] patch;
  private final Random places = new Random(1);
  private long count;

  private PatchCovariance(Kernel kernel) {
    int size = kernel.size();
    this.kernel = kernel;
    this.products = new double[kernel.groups() * size * size];
    this.sums = new double[kernel.groups() * size];
    this.patch = new double[size];
  }

  /** Whether a kernel is small enough. */
  public static boolean suits(Kernel kernel) {
    long entries = (long) kernel.groups() * kernel.size() * kernel.size();
    return kernel.size() > 1 && kernel.size() <= MAX_SIZE && entries <= MAX_ENTRIES;
  }

  /**
   * Starts without patches.
   *
   * @param kernel one that suits
   */
  public static PatchCovariance of(Kernel kernel) {
    return new PatchCovariance(kernel);
  }

  /**
   * Takes patches of one activation; none if the kernel spans more than it has.
   *
   * @param values [batch, channels, height, width]
   */
  public void add(float[] values, int height, int width) {
    int top = height - kernel.rows();
    int left = width - kernel.columns();
    int image = kernel.groups() * kernel.inputs() * height * width;
    if (top < 0 || left < 0) {
      return;
    }
    for (int from = 0; from < values.length; from += image) {
      for (int i = 0; i < PATCHES; i++) {
        int row = places.nextInt(top + 1);
        int column = places.nextInt(left + 1);
        for (int group = 0; group < kernel.groups(); group++) {
          int plane = from + group * kernel.inputs() * height * width;
          take(values, plane + row * width + column, height * width, width);
          addPatch(group);
        }
        count++;
      }
    }
  }

  private void take(float[] values, int from, int plane, int width) {
    int i = 0;
    for (int input = 0; input < kernel.inputs(); input++) {
      for (int y = 0; y < kernel.height(); y++) {
        int row = from + input * plane + y * kernel.rowStep() * width;
        for (int x = 0; x < kernel.width(); x++) {
          patch[i++] = values[row + x * kernel.columnStep()];
        }
      }
    }
  }

  private void addPatch(int group) {
    int size = patch.length;
    for (int i = 0; i < size; i++) {
      double value = patch[i];
      sums[group * size + i] += value;
      if (value != 0) {
        int row = (group * size + i) * size;
        for (int k = 0; k <= i; k++) {
          products[row + k] += value * patch[k];
        }
      }
    }
  }

  /** The groups of channels, each with a covariance of its own. */
  int groups() {
    return kernel.groups();
  }

  /** The covariance of a group's values: [size, size], symmetric. */
  double[][] matrix(int group) {
    int size = kernel.size();
    double[][] matrix = new double[size][size];
    for (int i = 0; i < size && count > 0; i++) {
      double mean = sums[group * size + i] / count;
      for (int k = 0; k <= i; k++) {
        double product = products[(group * size + i) * size + k] / count;
        matrix[i][k] = product - mean * sums[group * size + k] / count;
        matrix[k][i] = matrix[i][k];
      }
    }
    return matrix;
  }
}
