package dev.tagstream.pipeline.kafka.registry;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * An answer of a registry.
 *
 * @param url of the server that gave it
 * @param status 200, or a refusal that has a meaning: 404, 409 or 422
 * @param body in JSON; a missing node if it is not JSON
 */
record RegistryAnswer(String url, int status, JsonNode body) {

  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int MAX_MESSAGE_CHARS = 300;

  boolean isFound() {
    return status == OK;
  }

  boolean isMissing() {
    return status == NOT_FOUND;
  }

  /** The registry's own words, one line. */
  String message() {
    String words = body.path("message").asText("no reason given").replaceAll("\\s+", " ");
    return words.length() <= MAX_MESSAGE_CHARS ? words : words.substring(0, MAX_MESSAGE_CHARS);
  }
}
