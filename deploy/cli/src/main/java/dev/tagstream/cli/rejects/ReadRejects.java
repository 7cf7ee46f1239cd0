package dev.tagstream.cli.rejects;

import dev.tagstream.cli.results.RegistryFrame;
import dev.tagstream.console.Console;
import dev.tagstream.pipeline.config.TaggingOptions;
import dev.tagstream.schemas.RejectedImage;
import dev.tagstream.schemas.codec.MalformedMessageException;
import dev.tagstream.schemas.codec.SingleObjectDecoder;
import dev.tagstream.schemas.codec.UnknownSchemaException;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads the selected rejects from the records of their topic. */
public final class ReadRejects {

  private static final byte[] NO_BYTES = {};

  private final RejectSelection selection;
  private final Console console;
  private final SingleObjectDecoder<RejectedImage> decoder =
      SingleObjectDecoder.of(RejectedImage.class);

  /**
   * Prepares to read.
   *
   * @param selection the rejects to read
   * @param console receives a line for each record that is not a reject
   */
  public ReadRejects(RejectSelection selection, Console console) {
    this.selection = selection;
    this.console = console;
  }

  /** The reject in a record; empty if it is not selected. */
  public Optional<StoredReject> read(ConsumerRecord<byte[], byte[]> record) {
    byte[] value = record.value() == null ? NO_BYTES : record.value();
    RejectedImage reject;
    try {
      reject = decoder.decode(value);
    } catch (MalformedMessageException | UnknownSchemaException e) {
      return passOver(
          record,
          RegistryFrame.orElse(
              String.valueOf(e.getMessage()), value, TaggingOptions.KAFKA_FRAMING_REJECTS));
    }
    String broken = RejectRules.firstBroken(reject);
    if (broken != null) {
      return passOver(record, broken);
    }
    return Optional.of(
            new StoredReject(
                record.topic(), record.partition(), record.offset(), record.key(), reject))
        .filter(stored -> selection.reasons().contains(reject.getReason()));
  }

  private Optional<StoredReject> passOver(ConsumerRecord<byte[], byte[]> record, String problem) {
    console.say(
        "%s-%d@%d is skipped because it is not a valid reject: %s"
            .formatted(record.topic(), record.partition(), record.offset(), problem));
    return Optional.empty();
  }
}
