package dev.tagstream.cli.rejects;

import dev.tagstream.cli.results.Outcome;
import dev.tagstream.console.UserErrorException;
import dev.tagstream.pipeline.image.FileExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Saves each reject as two files: the image as it was sent, or the whole value of the record if it
 * is not a readable event, and all facts as JSON.
 *
 * <p>File names consist of the reason and the reject's own place, {@code CORRUPT_IMAGE-0-7.jpg} and
 * {@code CORRUPT_IMAGE-0-7.json}: they contain nothing that a sender wrote.
 */
public final class SaveRejects {

  private static final String UNKNOWN_EXTENSION = "bin";

  private final Path folder;
  private final RejectedBytes images;

  /**
   * Prepares to save.
   *
   * @param folder the target folder; created if it does not exist
   * @param images provides the bytes of rejected images
   * @throws UserErrorException if the folder cannot be created
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
   * Saves a reject; existing files are replaced.
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
