package dev.tagstream.pipeline.kafka.registry;

/** The names under which a registry keeps the schemas of a topic. */
public final class Subjects {

  private Subjects() {}

  /** The subject of a topic's values. */
  public static String ofValues(String topic) {
    return topic + "-value";
  }
}
