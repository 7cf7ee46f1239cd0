package dev.tagstream.pipeline.kafka.registry;

/**
 * The registry answers that it has no such Avro schema. Common with untrusted input, so it carries
 * no stack trace.
 */
public final class MissingSchemaException extends Exception {

  private static final long serialVersionUID = 1L;

  MissingSchemaException(String detail) {
    super(detail, null, false, false);
  }

  /** One line: what the registry lacks. */
  public String detail() {
    return String.valueOf(getMessage());
  }
}
