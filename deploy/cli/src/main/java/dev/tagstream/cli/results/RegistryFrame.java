package dev.tagstream.cli.results;

import dev.tagstream.pipeline.config.Framing;
import org.apache.flink.configuration.ConfigOption;

/** The frame of a schema registry before a record, which the commands cannot read. */
public final class RegistryFrame {

  private static final byte MAGIC = 0;
  private static final int LEAST_BYTES = 1 + Integer.BYTES;

  private RegistryFrame() {}

  /**
   * Why a record cannot be read.
   *
   * @param value of the record
   * @param problem what its decoder says
   * @param framing the job's option for the topic
   * @return the problem, or what to set if the record begins like a frame
   */
  public static String orElse(String problem, byte[] value, ConfigOption<Framing> framing) {
    return value.length < LEAST_BYTES || value[0] != MAGIC
        ? problem
        : "it begins like the frame of a schema registry, which this command does not read; set %s to %s"
            .formatted(framing.key(), Framing.SINGLE_OBJECT);
  }
}
