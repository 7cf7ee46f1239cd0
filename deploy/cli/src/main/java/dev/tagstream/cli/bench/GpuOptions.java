package dev.tagstream.cli.bench;

import picocli.CommandLine.Option;

/** Which card a benchmark measures, and with which batches. */
final class GpuOptions {

  @Option(
      names = "--gpu",
      paramLabel = "N",
      defaultValue = "0",
      description = "The card, from 0. Default: ${DEFAULT-VALUE}.")
  private int gpu;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "64",
      description = "Images that the card gets at a time. Default: ${DEFAULT-VALUE}.")
  private int batch;

  int gpu() {
    return gpu;
  }

  int batch() {
    return batch;
  }
}
