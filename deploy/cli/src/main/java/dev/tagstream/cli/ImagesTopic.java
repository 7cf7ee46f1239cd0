package dev.tagstream.cli;

import picocli.CommandLine.Option;

/** The topic that the job reads. */
final class ImagesTopic {

  @Option(
      names = "--images-topic",
      paramLabel = "TOPIC",
      defaultValue = "image-events",
      description = "The topic of image events. Default: ${DEFAULT-VALUE}")
  private String name = "";

  String name() {
    return name;
  }
}
