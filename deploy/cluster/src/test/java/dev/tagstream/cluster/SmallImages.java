package dev.tagstream.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/**
 * Numbered images of some pixels, every second one a file, the others members of tar archives.
 *
 * @param count how many
 * @param folder that contains them
 */
record SmallImages(int count, Path folder) {

  private static final int SIDE = 8;
  private static final int FILES_IN_A_FOLDER = 1000;
  private static final int MEMBERS_IN_A_SHARD = 5000;
  private static final int TAR_BLOCK = 512;
  private static final int CHECKSUM_OFFSET = 148;

  /** Writes the images. */
  void write() throws IOException {
    byte[] image = png();
    @Nullable OutputStream shard = null;
    for (int i = 0; i < count; i++) {
      String name = String.format(Locale.ROOT, "%08d.png", i);
      if (i % 2 == 0) {
        Path part = folder.resolve(String.format(Locale.ROOT, "%05d", i / FILES_IN_A_FOLDER));
        Files.createDirectories(part);
        Files.write(part.resolve(name), image);
        continue;
      }
      if (i / 2 % MEMBERS_IN_A_SHARD == 0) {
        end(shard);
        shard =
            new BufferedOutputStream(
                Files.newOutputStream(folder.resolve("shard-%s.tar".formatted(name))));
      }
      if (shard != null) {
        shard.write(header(name, image.length));
        shard.write(image);
        shard.write(new byte[TAR_BLOCK - image.length % TAR_BLOCK]);
      }
    }
    end(shard);
  }

  private static void end(@Nullable OutputStream shard) throws IOException {
    if (shard != null) {
      shard.write(new byte[2 * TAR_BLOCK]);
      shard.close();
    }
  }

  private static byte[] png() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB), "png", bytes);
    return bytes.toByteArray();
  }

  /** The header of a regular file in ustar's format. */
  private static byte[] header(String name, int bytes) {
    byte[] header = new byte[TAR_BLOCK];
    put(header, 0, name);
    put(header, 100, "0000644");
    put(header, 124, String.format(Locale.ROOT, "%011o", bytes));
    put(header, 136, "00000000000");
    put(header, CHECKSUM_OFFSET, " ".repeat(8));
    put(header, 156, "0");
    put(header, 257, "ustar");
    put(header, 263, "00");
    int sum = 0;
    for (byte each : header) {
      sum += each;
    }
    put(header, CHECKSUM_OFFSET, String.format(Locale.ROOT, "%06o\0", sum));
    return header;
  }

  private static void put(byte[] header, int offset, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    System.arraycopy(bytes, 0, header, offset, bytes.length);
  }
}
