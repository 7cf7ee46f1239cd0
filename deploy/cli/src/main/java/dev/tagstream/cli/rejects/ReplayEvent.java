package dev.tagstream.cli.rejects;

import dev.tagstream.cli.rejects.CannotReplayException.Outlook;
import dev.tagstream.cli.results.SourcePlace;
import dev.tagstream.pipeline.kafka.RecordSize;
import dev.tagstream.pipeline.kafka.ReplayHeaders;
import dev.tagstream.pipeline.record.Origin;
import dev.tagstream.schemas.RejectedImage;
import java.nio.ByteBuffer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Creates the record that replays a rejected one: the same bytes as its value, and headers with its
 * original place, the reason and the number of attempts.
 *
 * <p>If the reject carries only a part of the bytes, they are read from the rejected record, as
 * long as its topic retains it; then its key and headers are kept too. Otherwise the key is the
 * reject's, which is the event's id.
 */
final class ReplayEvent {

  private final String imagesTopic;
  private final int maxMessageBytes;
  private final OriginalRecords originals;

  /**
   * Creates a factory of records.
   *
   * @param imagesTopic the target topic
   * @param maxMessageBytes the largest batch that the topic accepts
   * @param originals reads the complete records
   */
  ReplayEvent(String imagesTopic, int maxMessageBytes, OriginalRecords originals) {
    this.imagesTopic = imagesTopic;
    this.maxMessageBytes = maxMessageBytes;
    this.originals = originals;
  }

  /**
   * Creates the record.
   *
   * @throws CannotReplayException if its bytes are no longer available, the topic does not accept
   *     it, or it never was a record
   */
  ProducerRecord<byte[], byte[]> of(StoredReject reject) throws CannotReplayException {
    if (SourcePlace.isObject(reject.avro())) {
      throw new CannotReplayException(
          "it came from %s, which is not a record of a topic; tag that object again"
              .formatted(reject.source()),
          Outlook.LOST);
    }
    var event =
        reject.isCut()
            ? copy(reject, original(reject))
            : event(reject, reject.key(), bytes(reject.avro().getValue()));
    long bytes = RecordSize.of(event);
    if (bytes > maxMessageBytes) {
      throw new CannotReplayException(
          "it takes %d bytes but topic %s takes %d; raise the topic's max.message.bytes"
              .formatted(bytes, imagesTopic, maxMessageBytes),
          Outlook.REPAIRABLE);
    }
    return event;
  }

  private ConsumerRecord<byte[], byte[]> original(StoredReject reject)
      throws CannotReplayException {
    return originals
        .find(reject.avro())
        .orElseThrow(
            () ->
                new CannotReplayException(
                    "the reject has %d of its %d bytes, and %s is not retained any more"
                        .formatted(
                            reject.avro().getValue().remaining(),
                            reject.avro().getValueBytes(),
                            reject.source()),
                    Outlook.LOST));
  }

  private ProducerRecord<byte[], byte[]> copy(
      StoredReject reject, ConsumerRecord<byte[], byte[]> original) {
    var copy = event(reject, original.key(), original.value());
    original.headers().forEach(header -> addIfAbsent(copy, header.key(), header.value()));
    return copy;
  }

  private ProducerRecord<byte[], byte[]> event(
      StoredReject reject, byte @Nullable [] key, byte[] value) {
    var event = new ProducerRecord<>(imagesTopic, partition(reject.avro()), key, value);
    ReplayHeaders.set(event.headers(), origin(reject), reject.avro().getReason().toString());
    return event;
  }

  /**
   * The partition of the rejected record, so that the replayed one is in the same partition; null
   * for any.
   */
  private @Nullable Integer partition(RejectedImage reject) {
    return reject.getSourceTopic().equals(imagesTopic)
            && reject.getSourcePartition() < originals.partitionCount(imagesTopic)
        ? reject.getSourcePartition()
        : null;
  }

  /** The original place of the record, and the number of its next attempt. */
  static Origin origin(StoredReject stored) {
    RejectedImage reject = stored.avro();
    int attempt = stored.nextAttempt();
    return reject.getFirstTopic() == null
            || reject.getFirstPartition() == null
            || reject.getFirstOffset() == null
        ? new Origin(
            reject.getSourceTopic(), reject.getSourcePartition(), reject.getSourceOffset(), attempt)
        : new Origin(
            reject.getFirstTopic(), reject.getFirstPartition(), reject.getFirstOffset(), attempt);
  }

  private static void addIfAbsent(
      ProducerRecord<byte[], byte[]> event, String name, byte @Nullable [] value) {
    if (event.headers().lastHeader(name) == null) {
      event.headers().add(name, value);
    }
  }

  private static byte[] bytes(ByteBuffer value) {
    byte[] bytes = new byte[value.remaining()];
    value.duplicate().get(bytes);
    return bytes;
  }
}
