package dev.tagstream.schemas.model;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** A strict JSON parser. */
public final class StrictJson {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private StrictJson() {}

  /**
   * Parses one value.
   *
   * @throws JsonProcessingException if the text is not JSON, an object has a field twice, or
   *     anything follows the value
   */
  public static JsonNode parse(String text) throws JsonProcessingException {
    try {
      return JSON.readTree(text);
    } catch (MismatchedInputException trailing) {
      throw new JsonParseException(null, "something follows its value", trailing.getLocation());
    }
  }
}
