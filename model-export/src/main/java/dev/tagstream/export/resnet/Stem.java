package dev.tagstream.export.resnet;

/** The layers before the residual blocks. */
public enum Stem {
  /** 7x7 with stride 2, then a 3x3 max pool with stride 2: for ImageNet's images. */
  IMAGENET(7, 2),
  /** 3x3 with stride 1 and no pool: for images of about 32 pixels, such as CIFAR's. */
  SMALL_IMAGE(3, 1);

  private final int kernel;
  private final int stride;

  Stem(int kernel, int stride) {
    this.kernel = kernel;
    this.stride = stride;
  }

  /** The kernel size of the first convolution, in pixels. */
  public int kernel() {
    return kernel;
  }

  /** The stride of the first convolution, in pixels. */
  int stride() {
    return stride;
  }
}
