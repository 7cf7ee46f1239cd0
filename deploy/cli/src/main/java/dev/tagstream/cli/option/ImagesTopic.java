package dev.tagstream.cli.option;

import picocli.CommandLine.Option;

/** The topic that the job reads. */
public final class ImagesTopic {

  @Option(
      names = "--images-topic",
      paramLabel = "TOPIC",
      defaultValue = "image-events",
      description = "The topic of image events. Default: ${DEFAULT-VALUE}")
  private String name = "";

  public String name() {
    return name;
  }
}
