package dev.tagstream.pipeline.kafka;

import dev.tagstream.pipeline.config.FormatConfig;

/** The treatment of the keys of the images topic. */
enum RecordKeys {
  /** A key may be the id of its image. */
  READ,
  /** Events contain the ids of their images. */
  IGNORED;

  /** The treatment for a format. */
  static RecordKeys of(FormatConfig format) {
    return switch (format.events()) {
      case AVRO -> format.fields() == null ? IGNORED : READ;
      case JSON, IMAGE -> READ;
      case S3_NOTIFICATION -> IGNORED;
    };
  }
}
