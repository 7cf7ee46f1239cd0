package dev.tagstream.pipeline.config;

import java.util.Locale;

/** The kinds of records on the images topic. */
public enum EventKind {
  /** Avro: an ImageEvent, or a record whose fields are mapped. */
  AVRO,
  /** A JSON object. */
  JSON,
  /** The encoded image itself; the record's key is its id. */
  IMAGE,
  /** A notification of S3, or of a store like it, about a new object. */
  S3_NOTIFICATION;

  /** The option's value, in lower case. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
