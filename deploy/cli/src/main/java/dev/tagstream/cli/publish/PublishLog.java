package dev.tagstream.cli.publish;

import java.io.IOException;

/** Learns which events the broker has taken. */
interface PublishLog {

  /** Remembers nothing. */
  PublishLog NONE = (id, partition, offset) -> {};

  /** The broker has taken an event. Called by the producer's thread. */
  void published(String id, int partition, long offset) throws IOException;
}
