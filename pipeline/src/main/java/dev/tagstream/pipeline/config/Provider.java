package dev.tagstream.pipeline.config;

import java.util.Locale;

/** What runs the model. */
public enum Provider {
  /** CUDA where it loads, else the CPU. */
  AUTO,
  /** The CPU, whatever devices there are. */
  CPU,
  /** An NVIDIA GPU by CUDA, or failure. */
  CUDA,
  /** An NVIDIA GPU by TensorRT, or failure. */
  TENSORRT;

  /** As it is written in an option. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
