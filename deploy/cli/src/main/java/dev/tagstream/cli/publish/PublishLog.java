package dev.tagstream.cli.publish;

import java.io.IOException;

/** Receives the events that the broker has acknowledged. */
interface PublishLog {

  /** A log that records nothing. */
  PublishLog NONE = (id, partition, offset) -> {};

  /** The broker has acknowledged an event. Called by the producer's thread. */
  void published(String id, int partition, long offset) throws IOException;
}
