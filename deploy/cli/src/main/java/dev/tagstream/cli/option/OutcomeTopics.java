package dev.tagstream.cli.option;

import picocli.CommandLine.Option;

/** The topics that the job writes to. */
public final class OutcomeTopics {

  @Option(
      names = "--tags-topic",
      paramLabel = "TOPIC",
      defaultValue = "image-tags",
      description = "The topic of results. Default: ${DEFAULT-VALUE}")
  private String tags = "";

  @Option(
      names = "--rejects-topic",
      paramLabel = "TOPIC",
      defaultValue = "image-rejects",
      description = "The topic of rejects. Default: ${DEFAULT-VALUE}")
  private String rejects = "";

  public String tags() {
    return tags;
  }

  public String rejects() {
    return rejects;
  }
}
