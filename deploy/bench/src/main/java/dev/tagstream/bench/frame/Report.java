package dev.tagstream.bench.frame;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** The result of a benchmark: a record whose components become the JSON. */
public interface Report {

  /** Whether all sides did equal work. */
  boolean passed();

  /** The report as text. */
  String text();

  /** The report as one JSON object. */
  default String json() {
    try {
      return new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records of numbers and text become JSON", e);
    }
  }
}
