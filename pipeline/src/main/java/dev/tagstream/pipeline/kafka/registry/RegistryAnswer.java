package dev.tagstream.pipeline.kafka.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/**
 * An answer of a server.
 *
 * @param url of the server that gave it
 * @param status of HTTP
 * @param body in JSON; a missing node if it is not JSON
 */
record RegistryAnswer(String url, int status, JsonNode body) {

  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int UNPROCESSABLE = 422;

  /** What a registry may mean. Any other status is a fault, of it or of what stands before it. */
  private static final Set<Integer> MEANINGFUL = Set.of(OK, NOT_FOUND, CONFLICT, UNPROCESSABLE);

  /** A registry explains a refusal with one of these fields. */
  private static final Set<String> REASONS = Set.of("error_code", "message", "title");

  private static final int MAX_MESSAGE_CHARS = 300;

  boolean isFound() {
    return status == OK;
  }

  boolean isMissing() {
    return status == NOT_FOUND;
  }

  boolean isMeaningful() {
    return MEANINGFUL.contains(status);
  }

  boolean isJson() {
    return !body.isMissingNode();
  }

  /** Whether the body has a registry's form: a proxy or a login page answers in another one. */
  boolean hasRegistryForm() {
    return body.isObject() && (isFound() || REASONS.stream().anyMatch(body::has));
  }

  /** The registry's own words, one line. */
  String message() {
    String words = body.path("message").asText("no reason given").replaceAll("\\s+", " ");
    return words.length() <= MAX_MESSAGE_CHARS ? words : words.substring(0, MAX_MESSAGE_CHARS);
  }
}
