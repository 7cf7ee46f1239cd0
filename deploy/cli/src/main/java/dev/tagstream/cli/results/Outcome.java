package dev.tagstream.cli.results;

import dev.tagstream.console.Printable;
import dev.tagstream.pipeline.outcome.OutcomeJson;
import dev.tagstream.schemas.ImageTags;
import dev.tagstream.schemas.RejectedImage;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** The outcome of one image event: a result or a reject. */
public sealed interface Outcome {

  /** The event's id; null for a reject of a record that is not a readable event. */
  @Nullable String id();

  /** When the job finished it, in milliseconds since 1970-01-01 UTC. */
  long atMillis();

  /** The event's Kafka timestamp, in milliseconds since 1970-01-01 UTC. */
  long sourceTimestampMillis();

  /** The record as it is on its topic. */
  SpecificRecord avro();

  /** The record as one line of JSON for a terminal or a file. */
  default String json() {
    return Printable.json(OutcomeJson.line(avro()));
  }

  /** The image has tags. */
  record Result(ImageTags avro) implements Outcome {

    @Override
    public String id() {
      return avro.getId();
    }

    @Override
    public long atMillis() {
      return avro.getTaggedAt().toEpochMilli();
    }

    @Override
    public long sourceTimestampMillis() {
      return avro.getSourceTimestamp().toEpochMilli();
    }
  }

  /** The image could not be tagged. */
  record Reject(RejectedImage avro) implements Outcome {

    @Override
    public @Nullable String id() {
      return avro.getId();
    }

    @Override
    public long atMillis() {
      return avro.getRejectedAt().toEpochMilli();
    }

    @Override
    public long sourceTimestampMillis() {
      return avro.getSourceTimestamp().toEpochMilli();
    }
  }
}
