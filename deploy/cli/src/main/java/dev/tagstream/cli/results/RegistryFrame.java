package dev.tagstream.cli.results;

import dev.tagstream.pipeline.config.FormatConfig;
import dev.tagstream.pipeline.config.TaggingOptions;

/** The frame of a schema registry before a record, which only a registry explains. */
public final class RegistryFrame {

  private static final byte MAGIC = 0;
  private static final int LEAST_BYTES = 1 + Integer.BYTES;

  private RegistryFrame() {}

  /**
   * Why a record cannot be read.
   *
   * @param problem what its reader says
   * @param value of the record
   * @param formats that the command was given
   * @return the problem, and what to set if the record begins like a frame
   */
  public static String orElse(String problem, byte[] value, FormatConfig formats) {
    return formats.registry() != null || value.length < LEAST_BYTES || value[0] != MAGIC
        ? problem
        : "%s; it begins like the frame of a schema registry: give the job's file with %s by --config"
            .formatted(problem, TaggingOptions.KAFKA_REGISTRY_URLS.key());
  }
}
