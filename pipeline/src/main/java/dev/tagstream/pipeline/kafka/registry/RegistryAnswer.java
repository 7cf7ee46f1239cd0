package dev.tagstream.pipeline.kafka.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.regex.Pattern;

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

  /**
   * Codes of a registry that lacks something: 40401 a subject, 40403 a schema. The code 404 says
   * only that the path is none of the server's.
   */
  private static final int FIRST_MISSING = 40_401;

  private static final int LAST_MISSING = 40_499;

  /** Apicurio's own interface names its Java exception, such as ArtifactNotFoundException. */
  private static final Pattern NAMED_MISSING = Pattern.compile("[A-Za-z]+NotFoundException");

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

  /**
   * Whether the body is a registry's word: a proxy, a login page or a wrong path answers otherwise.
   *
   * @param question what was asked for
   */
  boolean isWordOfRegistry(Question question) {
    return switch (status) {
      case OK -> question.isAnsweredBy(body);
      case NOT_FOUND -> saysWhatIsMissing();
      case CONFLICT, UNPROCESSABLE -> question.mayBeRefused() && body.has("error_code");
      default -> false;
    };
  }

  private boolean saysWhatIsMissing() {
    int code = body.path("error_code").asInt();
    return (code >= FIRST_MISSING && code <= LAST_MISSING)
        || NAMED_MISSING.matcher(body.path("name").asText()).matches();
  }

  /** The registry's own words, one line. */
  String message() {
    String words = body.path("message").asText("no reason given").replaceAll("\\s+", " ");
    return words.length() <= MAX_MESSAGE_CHARS ? words : words.substring(0, MAX_MESSAGE_CHARS);
  }
}
