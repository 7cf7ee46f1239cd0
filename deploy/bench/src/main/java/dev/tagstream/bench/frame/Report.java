package dev.tagstream.bench.frame;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** What a benchmark found; a record, whose parts are the JSON. */
public interface Report {

  /** Whether all sides did the work they were measured at. */
  boolean passed();

  /** All of it for people. */
  String text();

  /** All of it as one JSON object. */
  default String json() {
    try {
      return new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records of numbers and text become JSON", e);
    }
  }
}
