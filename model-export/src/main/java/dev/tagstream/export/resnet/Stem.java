package dev.tagstream.export.resnet;

/** What comes before the residual blocks. */
public enum Stem {
  /** 7x7 with stride 2, then a 3x3 max pool with stride 2: for ImageNet's pictures. */
  IMAGENET(7),
  /** 3x3 with stride 1 and no pool: for pictures of about 32 pixels, as CIFAR's. */
  SMALL_IMAGE(3);

  private final int kernel;

  Stem(int kernel) {
    this.kernel = kernel;
  }

  /** The size of the first convolution's window, in pixels. */
  public int kernel() {
    return kernel;
  }
}
