package dev.tagstream.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * Numbered images of some pixels, every second one a file, the others members of tar archives, and
 * what the job wrote about them.
 *
 * @param count how many
 * @param images the folder with the images
 * @param results the folder of the job's results
 */
record SmallImages(int count, Path images, Path results) {

  private static final int SIDE = 8;
  private static final int FILES_IN_A_FOLDER = 1000;
  private static final int MEMBERS_IN_A_SHARD = 5000;
  private static final int TAR_BLOCK = 512;
  private static final int CHECKSUM_OFFSET = 148;
  private static final Pattern ID = Pattern.compile("\"id\":\"[^\"]*?(\\d{8})\\.png\"");

  /** Writes the images. */
  void write() throws IOException {
    byte[] image = png();
    OutputStream shard = null;
    for (int i = 0; i < count; i++) {
      String name = String.format(Locale.ROOT, "%08d.png", i);
      if (i % 2 == 0) {
        Path folder = images.resolve(String.format(Locale.ROOT, "%05d", i / FILES_IN_A_FOLDER));
        Files.createDirectories(folder);
        Files.write(folder.resolve(name), image);
        continue;
      }
      if (i / 2 % MEMBERS_IN_A_SHARD == 0) {
        end(shard);
        shard =
            new BufferedOutputStream(
                Files.newOutputStream(images.resolve("shard-%s.tar".formatted(name))));
      }
      if (shard != null) {
        shard.write(header(name, image.length));
        shard.write(image);
        shard.write(new byte[TAR_BLOCK - image.length % TAR_BLOCK]);
      }
    }
    end(shard);
  }

  private static void end(OutputStream shard) throws IOException {
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

  /** The size of all results that are visible, in bytes; 0 before the first checkpoint. */
  long visibleBytes() throws IOException {
    long bytes = 0;
    for (Path part : parts()) {
      bytes += Files.size(part);
    }
    return bytes;
  }

  /**
   * The numbers of the images that have a result.
   *
   * @throws IllegalStateException if one has two
   */
  BitSet answered() throws IOException {
    BitSet answered = new BitSet(count);
    for (Path part : parts()) {
      try (Stream<String> lines = Files.lines(part)) {
        lines.forEach(line -> answer(answered, line));
      }
    }
    return answered;
  }

  private static void answer(BitSet answered, String line) {
    Matcher id = ID.matcher(line);
    if (!id.find()) {
      throw new IllegalStateException("no image: " + line);
    }
    int number = Integer.parseInt(id.group(1));
    if (answered.get(number)) {
      throw new IllegalStateException("answered twice: " + line);
    }
    answered.set(number);
  }

  /** Flink hides a file that is in progress by a dot. */
  private List<Path> parts() throws IOException {
    Path tags = results.resolve("tags");
    if (!Files.isDirectory(tags)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(tags)) {
      return files.filter(file -> !file.getFileName().toString().startsWith(".")).toList();
    }
  }
}
