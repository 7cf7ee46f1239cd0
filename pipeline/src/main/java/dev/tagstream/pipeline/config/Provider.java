package dev.tagstream.pipeline.config;

import java.util.Locale;

/** The execution provider that runs the model. */
public enum Provider {
  /** CUDA if it loads, otherwise the CPU. */
  AUTO,
  /** The CPU, whatever devices there are. */
  CPU,
  /** CUDA on an NVIDIA GPU; the job fails without it. */
  CUDA,
  /** TensorRT on an NVIDIA GPU; the job fails without it. */
  TENSORRT;

  /** The option's value, in lower case. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
