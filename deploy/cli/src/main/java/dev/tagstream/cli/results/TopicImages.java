package dev.tagstream.cli.results;

import dev.tagstream.pipeline.kafka.KafkaConnection;
import dev.tagstream.schemas.ImageEvent;
import dev.tagstream.schemas.codec.MalformedMessageException;
import dev.tagstream.schemas.codec.SingleObjectDecoder;
import dev.tagstream.schemas.codec.UnknownSchemaException;
import java.nio.ByteBuffer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads the images of outcomes again from their topic. Fast if they are requested in the order of
 * their topic.
 */
public final class TopicImages implements AutoCloseable {

  /** The records to keep. With the topic's default limit, an image has at most a megabyte. */
  private static final int RECORDS_AHEAD = 32;

  private final PlacedRecords records;
  private final SingleObjectDecoder<ImageEvent> events = SingleObjectDecoder.of(ImageEvent.class);

  private TopicImages(PlacedRecords records) {
    this.records = records;
  }

  /** Prepares a reader that connects at the first request. */
  public static TopicImages of(KafkaConnection connection) {
    return new TopicImages(PlacedRecords.of(connection, RECORDS_AHEAD));
  }

  /**
   * The encoded image of an outcome; null if the image did not come from a record, its topic no
   * longer retains it or may not be read, or the topic was recreated.
   */
  public byte @Nullable [] of(Outcome outcome) {
    OutcomeSource source = OutcomeSource.of(outcome);
    if (!source.isRecord()) {
      return null;
    }
    try {
      byte[] value =
          records
              .find(new TopicPartition(source.topic(), source.partition()), source.offset())
              .map(ConsumerRecord::value)
              .orElse(null);
      return value == null ? null : image(value, outcome.id());
    } catch (KafkaException notReadable) {
      return null;
    }
  }

  /**
   * The image in a record; null if it is another one, because a recreated topic has other images at
   * the same offsets.
   */
  private byte @Nullable [] image(byte[] value, @Nullable String id) {
    try {
      ImageEvent event = events.decode(value);
      ByteBuffer image = event.getImage();
      if (image == null || !event.getId().equals(id)) {
        return null;
      }
      byte[] bytes = new byte[image.remaining()];
      image.duplicate().get(bytes);
      return bytes;
    } catch (MalformedMessageException | UnknownSchemaException noEvent) {
      return null;
    }
  }

  @Override
  public void close() {
    records.close();
  }
}
