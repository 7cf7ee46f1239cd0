package dev.tagstream.cli.rejects;

import dev.tagstream.cli.results.Outcome;
import dev.tagstream.console.UserErrorException;
import dev.tagstream.pipeline.image.FileExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

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
  private final RejectedBytes images;

  /**
   * Prepares to save.
   *
   * @param folder where files go; made if it is not there
   * @param images gives the bytes of rejected images
   * @throws UserErrorException if there cannot be such a folder
   */
  public SaveRejects(Path folder, RejectedBytes images) {
    this.folder = folder;
    this.images = images;
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
    byte[] bytes = images.of(reject);
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

  private static String extension(byte[] bytes) {
    return FileExtension.of(bytes).orElse(UNKNOWN_EXTENSION);
  }
}
