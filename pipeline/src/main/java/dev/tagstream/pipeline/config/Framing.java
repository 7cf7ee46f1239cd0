package dev.tagstream.pipeline.config;

import java.util.Locale;

/** What stands before the Avro record in a record's value and names its schema. */
public enum Framing {
  /** For reading: the first bytes decide between single-object and confluent. */
  AUTO,
  /** Avro's single-object encoding: C3 01 and the schema's fingerprint. */
  SINGLE_OBJECT,
  /** A zero byte and the schema's id in 4 bytes, big-endian. */
  CONFLUENT,
  /** A zero byte and the schema's id in 8 bytes, big-endian. */
  APICURIO,
  /** Nothing. */
  NONE;

  /** Whether the schema has an id in a registry. */
  public boolean hasIds() {
    return this == CONFLUENT || this == APICURIO;
  }

  /** The option's value, in lower case. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
