package dev.tagstream.cli.rejects;

import dev.tagstream.cli.results.Outcome;
import dev.tagstream.console.UserErrorException;
import dev.tagstream.pipeline.image.FileExtension;
import dev.tagstream.schemas.ImageEvent;
import dev.tagstream.schemas.codec.MalformedMessageException;
import dev.tagstream.schemas.codec.SingleObjectDecoder;
import dev.tagstream.schemas.codec.UnknownSchemaException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Saves rejects as files, two for each: the image as it was sent, or the whole record's value where
 * no image can be read from it, and beside it all that is known as JSON.
 *
 * <p>Names are made of the reason and the reject's own place, {@code CORRUPT_IMAGE-0-7.jpg} and
 * {@code CORRUPT_IMAGE-0-7.json}: nothing a sender wrote is in them.
 */
public final class SaveRejects {

  private static final String UNKNOWN_EXTENSION = "bin";

  private final Path folder;
  private final OriginalRecords originals;
  private final SingleObjectDecoder<ImageEvent> events = SingleObjectDecoder.of(ImageEvent.class);

  /**
   * Prepares to save.
   *
   * @param folder where files go; made if it is not there
   * @param originals where whole records are found
   * @throws UserErrorException if there cannot be such a folder
   */
  public SaveRejects(Path folder, OriginalRecords originals) {
    this.folder = folder;
    this.originals = originals;
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UserErrorException(
          folder + " cannot be created as a folder; check what is there and its permissions");
    }
  }

  /**
   * Saves a reject; its files are replaced if they are there.
   *
   * @throws UserErrorException if they cannot be written
   */
  public void save(StoredReject reject) {
    byte[] bytes = image(value(reject));
    String name =
        "%s-%d-%d".formatted(reject.avro().getReason(), reject.partition(), reject.offset());
    String json = new Outcome.Reject(reject.avro()).json() + "\n";
    try {
      Files.write(folder.resolve(name + "." + extension(bytes)), bytes);
      Files.writeString(folder.resolve(name + ".json"), json);
    } catch (IOException e) {
      throw new UserErrorException(
          "%s cannot be written: %s; check its permissions and the disk"
              .formatted(folder, e.getMessage()));
    }
  }

  /** All bytes of the rejected record where they can still be had, else those the reject has. */
  private byte[] value(StoredReject reject) {
    byte[] bytes = copy(reject.avro().getValue());
    return reject.isCut()
        ? originals.find(reject.avro()).map(ConsumerRecord::value).orElse(bytes)
        : bytes;
  }

  private byte[] image(byte[] value) {
    try {
      ImageEvent event = events.decode(value);
      return event.getImage() == null ? value : copy(event.getImage());
    } catch (MalformedMessageException | UnknownSchemaException noEvent) {
      return value;
    }
  }

  private static byte[] copy(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  private static String extension(byte[] bytes) {
    return FileExtension.of(bytes).orElse(UNKNOWN_EXTENSION);
  }
}
