package dev.tagstream.cli.rejects;

import dev.tagstream.cli.results.RegistryFrame;
import dev.tagstream.console.Console;
import dev.tagstream.pipeline.config.FormatConfig;
import dev.tagstream.pipeline.kafka.event.AnswerReader;
import dev.tagstream.pipeline.kafka.registry.MissingSchemaException;
import dev.tagstream.schemas.RejectedImage;
import dev.tagstream.schemas.codec.MalformedMessageException;
import dev.tagstream.schemas.codec.UnknownSchemaException;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.InterruptException;

/** Reads the selected rejects from the records of their topic. */
public final class ReadRejects implements AutoCloseable {

  private static final byte[] NO_BYTES = {};

  private final RejectSelection selection;
  private final Console console;
  private final FormatConfig formats;
  private final AnswerReader<RejectedImage> answers;

  /**
   * Prepares to read.
   *
   * @param selection the rejects to read
   * @param formats of the job that writes the topic
   * @param console receives a line for each record that is not a reject
   */
  public ReadRejects(RejectSelection selection, FormatConfig formats, Console console) {
    this.selection = selection;
    this.console = console;
    this.formats = formats;
    this.answers =
        AnswerReader.of(RejectedImage.class, formats.framings().rejects(), formats.registry());
  }

  /** The reject in a record; empty if it is not selected. */
  public Optional<StoredReject> read(ConsumerRecord<byte[], byte[]> record) {
    byte[] value = record.value() == null ? NO_BYTES : record.value();
    RejectedImage reject;
    try {
      reject = answers.read(value);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    } catch (MalformedMessageException | UnknownSchemaException | MissingSchemaException e) {
      return passOver(record, RegistryFrame.orElse(String.valueOf(e.getMessage()), value, formats));
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

  @Override
  public void close() {
    answers.close();
  }

  private Optional<StoredReject> passOver(ConsumerRecord<byte[], byte[]> record, String problem) {
    console.say(
        "%s-%d@%d is skipped because it is not a valid reject: %s"
            .formatted(record.topic(), record.partition(), record.offset(), problem));
    return Optional.empty();
  }
}
