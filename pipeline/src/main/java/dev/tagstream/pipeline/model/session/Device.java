package dev.tagstream.pipeline.model.session;

import java.util.Locale;

/**
 * The device that runs a model.
 *
 * @param provider ONNX Runtime's execution provider
 * @param id of the GPU, from 0; 0 for the CPU
 */
record Device(Provider provider, int id) {

  static final Device CPU = new Device(Provider.CPU, 0);

  static Device cuda(int id) {
    return new Device(Provider.CUDA, id);
  }

  static Device tensorRt(int id) {
    return new Device(Provider.TENSORRT, id);
  }

  /** The execution providers of ONNX Runtime that Tagstream supports. */
  enum Provider {
    CPU,
    CUDA,
    TENSORRT;

    /** The name in options and results: {@code cpu}, {@code cuda}, {@code tensorrt}. */
    String lowerCaseName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  boolean isGpu() {
    return provider != Provider.CPU;
  }

  /** {@code cpu}, or the provider and the GPU, such as {@code cuda:0}. */
  @Override
  public String toString() {
    return isGpu() ? provider.lowerCaseName() + ":" + id : provider.lowerCaseName();
  }
}
