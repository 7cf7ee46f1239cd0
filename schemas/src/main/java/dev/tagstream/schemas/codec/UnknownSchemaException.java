package dev.tagstream.schemas.codec;

/**
 * A message was written with a schema that the decoder does not have. Common with untrusted input,
 * so it carries no stack trace.
 */
public final class UnknownSchemaException extends Exception {

  private static final long serialVersionUID = 1L;

  private final long fingerprint;

  UnknownSchemaException(long fingerprint) {
    super(
        "no schema is known with the CRC-64-AVRO fingerprint %016x".formatted(fingerprint),
        null,
        false,
        false);
    this.fingerprint = fingerprint;
  }

  /** The CRC-64-AVRO fingerprint of the writer's schema. */
  public long fingerprint() {
    return fingerprint;
  }
}
