package dev.tagstream.cli.page;

import dev.tagstream.cli.files.FilePlace;
import dev.tagstream.console.UserErrorException;
import java.io.BufferedWriter;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a page to one file, image by image, without holding thumbnails in memory. The file appears
 * when it is complete. For use by one thread at a time.
 */
public final class PageFile implements AutoCloseable {

  /**
   * The number of images in a block. The page parses the thumbnails of a block when it shows the
   * first of them.
   */
  static final int BLOCK_IMAGES = 200;

  private final Path file;
  private final Path unfinished;
  private final PageLimits limits;
  private final PageTemplate template = PageTemplate.gallery();
  private final BufferedWriter out;
  private final List<PageImage> images = new ArrayList<>();
  private final List<byte @Nullable []> block = new ArrayList<>();
  private long thumbnailBytes;
  private int without;
  private long leftOut;

  private PageFile(Path file, Path unfinished, PageLimits limits, BufferedWriter out)
      throws IOException {
    this.file = file;
    this.unfinished = unfinished;
    this.limits = limits;
    this.out = out;
    out.write(template.before());
  }

  /**
   * Begins a page.
   *
   * @param file the file to write; replaced if it exists
   * @throws UserErrorException if it cannot be written
   */
  public static PageFile begin(Path file) {
    return begin(file, PageLimits.USUAL);
  }

  static PageFile begin(Path file, PageLimits limits) {
    if (Files.isDirectory(file)) {
      throw new UserErrorException(file + " is a folder; name a file for the page");
    }
    FilePlace.requireFile(file);
    Path unfinished = unfinished(file);
    try {
      // unlike a channel, this stays open when the thread is interrupted, and can be finished
      OutputStream bytes = new FileOutputStream(unfinished.toFile());
      return new PageFile(
          file,
          unfinished,
          limits,
          new BufferedWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UserErrorException(
          file + " cannot be written; check that its folder exists and its permissions");
    }
  }

  /** The file that becomes the page when it is complete. */
  static Path unfinished(Path file) {
    return file.resolveSibling(file.getFileName() + ".part");
  }

  /** Adds an image. Images beyond the limits are left out and counted. */
  public void add(PageImage image) {
    if (image.id() == null && image.place() == null) {
      throw new IllegalArgumentException("an image on a page has an id or a place");
    }
    if (images.size() == limits.images()) {
      leftOut++;
      return;
    }
    byte[] thumbnail = image.thumbnail();
    if (thumbnail != null && thumbnailBytes + thumbnail.length > limits.thumbnailBytes()) {
      without++;
      thumbnail = null;
    }
    thumbnailBytes += thumbnail == null ? 0 : thumbnail.length;
    block.add(thumbnail);
    images.add(new PageImage(image.id(), image.place(), image.answer(), image.known(), null));
    if (block.size() == BLOCK_IMAGES) {
      writeBlock();
    }
  }

  /** Counts images that are left out because the page is full. */
  public void leaveOut(long count) {
    leftOut += count;
  }

  /**
   * Completes the page.
   *
   * @param head its heading
   * @param notes remarks for the reader, one line each
   * @return a line with the file's location and the number of images left out
   * @throws UserErrorException if it cannot be written
   */
  public String finish(PageHead head, List<String> notes) {
    List<String> all = new ArrayList<>(notes);
    String limit = limit();
    if (!limit.isEmpty()) {
      all.add("The page is limited: " + limit + ".");
    }
    writeBlock();
    try {
      out.write("<script type=\"application/json\" id=\"data\">");
      out.write(PageData.json(head, all, images));
      out.write("</script>");
      out.write(template.after());
      out.close();
      Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw cannotWrite(e);
    }
    return "the page of %d images is in %s%s"
        .formatted(images.size(), file, limit.isEmpty() ? "" : "; " + limit);
  }

  private String limit() {
    List<String> parts = new ArrayList<>();
    if (leftOut > 0) {
      parts.add("it shows the first %d images and leaves out %d".formatted(images.size(), leftOut));
    }
    if (without > 0) {
      parts.add("%d images have no thumbnail".formatted(without));
    }
    return String.join("; ", parts);
  }

  private void writeBlock() {
    if (block.isEmpty()) {
      return;
    }
    Base64.Encoder base64 = Base64.getEncoder();
    try {
      out.write("<script type=\"application/json\" class=\"thumbnails\">[");
      for (int i = 0; i < block.size(); i++) {
        byte[] thumbnail = block.get(i);
        out.write(i == 0 ? "" : ",");
        out.write(thumbnail == null ? "null" : '"' + base64.encodeToString(thumbnail) + '"');
      }
      out.write("]</script>\n");
    } catch (IOException e) {
      throw cannotWrite(e);
    }
    block.clear();
  }

  private UserErrorException cannotWrite(IOException e) {
    return new UserErrorException(
        "%s cannot be written: %s; check the space on its disk".formatted(file, e.getMessage()));
  }

  /** Deletes the file if it is incomplete. */
  @Override
  public void close() {
    try (out) {
      Files.deleteIfExists(unfinished);
    } catch (IOException e) {
      throw new UncheckedIOException(unfinished + " cannot be removed", e);
    }
  }
}
