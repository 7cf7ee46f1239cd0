package dev.tagstream.cli.bench;

import picocli.CommandLine.Option;

/** The GPU that a benchmark measures, and the size of its batches. */
final class GpuOptions {

  @Option(
      names = "--gpu",
      paramLabel = "N",
      defaultValue = "0",
      description = "The index of the GPU, from 0. Default: ${DEFAULT-VALUE}.")
  private int index;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "64",
      description = "Images in a batch. Default: ${DEFAULT-VALUE}.")
  private int batch;

  int index() {
    return index;
  }

  int batch() {
    return batch;
  }
}
