package dev.tagstream.cli.results;

import dev.tagstream.pipeline.kafka.KafkaConnection;
import dev.tagstream.schemas.ImageEvent;
import dev.tagstream.schemas.codec.MalformedMessageException;
import dev.tagstream.schemas.codec.SingleObjectDecoder;
import dev.tagstream.schemas.codec.UnknownSchemaException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads the images of outcomes again from where they came. Fast if they are asked for in the order
 * of their topic; holds a few records of one partition.
 */
public final class TopicImages implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(200);

  /** Images have a megabyte at most where nobody raised the limits of the topic. */
  private static final int RECORDS_AHEAD = 32;

  /** How often nothing may come before an image counts as gone. */
  private static final int MOST_EMPTY_POLLS = 25;

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final SingleObjectDecoder<ImageEvent> events = SingleObjectDecoder.of(ImageEvent.class);
  private final Map<String, Integer> partitionCounts = new HashMap<>();
  private final Map<Long, ConsumerRecord<byte[], byte[]>> ahead = new HashMap<>();
  private @Nullable TopicPartition partition;

  private TopicImages(KafkaConsumer<byte[], byte[]> consumer) {
    this.consumer = consumer;
  }

  /** Connects, when the first image is asked for. */
  public static TopicImages of(KafkaConnection connection) {
    return new TopicImages(
        CommittedRecords.consumer(
            connection,
            Map.of(
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                RECORDS_AHEAD)));
  }

  /**
   * The encoded image of an outcome; null if it did not come in a record, its topic no longer has
   * it, it may not be read, or another image is there by now.
   */
  public byte @Nullable [] of(Outcome outcome) {
    OutcomeSource source = OutcomeSource.of(outcome);
    if (!source.isRecord()) {
      return null;
    }
    try {
      TopicPartition place = new TopicPartition(source.topic(), source.partition());
      ConsumerRecord<byte[], byte[]> record =
          place.partition() < partitionCount(place.topic()) ? record(place, source.offset()) : null;
      return record == null || record.value() == null ? null : image(record.value(), outcome.id());
    } catch (KafkaException notReadable) {
      return null;
    }
  }

  private @Nullable ConsumerRecord<byte[], byte[]> record(TopicPartition place, long offset) {
    if (!place.equals(partition)) {
      consumer.assign(List.of(place));
      partition = place;
      ahead.clear();
    }
    ConsumerRecord<byte[], byte[]> found = ahead.get(offset);
    if (found != null || !isThere(place, offset)) {
      return found;
    }
    if (consumer.position(place) != offset) {
      consumer.seek(place, offset);
    }
    ahead.clear();
    for (int empty = 0; empty < MOST_EMPTY_POLLS && ahead.isEmpty(); empty++) {
      consumer.poll(POLL).forEach(record -> ahead.put(record.offset(), record));
    }
    return ahead.get(offset);
  }

  private boolean isThere(TopicPartition place, long offset) {
    List<TopicPartition> places = List.of(place);
    return offset >= new Positions(consumer.beginningOffsets(places)).in(place)
        && offset < new Positions(consumer.endOffsets(places)).in(place);
  }

  private int partitionCount(String topic) {
    return partitionCounts.computeIfAbsent(
        topic,
        name -> {
          List<PartitionInfo> partitions = consumer.partitionsFor(name);
          return partitions == null ? 0 : partitions.size();
        });
  }

  /** A topic that was created again has other images at the same places. */
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
    consumer.close();
  }
}
