package dev.tagstream.schemas.codec;

/**
 * A message was written with a schema that the decoder does not have. Common with untrusted input,
 * so it carries no stack trace.
 */
public final class UnknownSchemaException extends Exception {

  private static final long serialVersionUID = 1L;

  private final long fingerprint;

  UnknownSchemaException(long fingerprint) {
    this(
        fingerprint,
        "no schema is known with the CRC-64-AVRO fingerprint %016x".formatted(fingerprint));
  }

  private UnknownSchemaException(long fingerprint, String message) {
    super(message, null, false, false);
    this.fingerprint = fingerprint;
  }

  /** The schema of the reversed fingerprint is known. */
  static UnknownSchemaException reversed(long fingerprint) {
    return new UnknownSchemaException(
        fingerprint,
        "the bytes of the fingerprint are reversed: they are %016x, and a message has the least significant byte first, as fastavro prints them"
            .formatted(Long.reverseBytes(fingerprint)));
  }

  /** The CRC-64-AVRO fingerprint of the writer's schema. */
  public long fingerprint() {
    return fingerprint;
  }
}
