package dev.tagstream.cli.page;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.image.ImageDecoder;
import dev.tagstream.pipeline.image.ImageDecoder.Decoded;
import dev.tagstream.pipeline.image.ImageLimits;
import dev.tagstream.pipeline.image.TruncatedImages;
import dev.tagstream.pipeline.record.PixelImage;
import dev.tagstream.pipeline.record.UnreadableImageException;
import dev.tagstream.schemas.model.Color;
import dev.tagstream.schemas.model.Preprocessing;
import dev.tagstream.schemas.model.Preprocessing.ChannelOrder;
import dev.tagstream.schemas.model.Resize;
import dev.tagstream.schemas.model.Resize.Filter;
import dev.tagstream.schemas.model.Resize.Rule;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Creates upright thumbnails with the pipeline's decoder. A truncated image shows the pixels that
 * are there. Safe for use by several threads.
 */
public final class Thumbnails implements AutoCloseable {

  /**
   * The longest side of a thumbnail, in pixels; smaller images keep their size. A card shows 140,
   * with finer pixels on a phone.
   */
  static final int MAX_SIDE = 192;

  private static final float QUALITY = 0.8f;

  private final ImageLimits limits;
  private final Queue<Decoders> idle = new ConcurrentLinkedQueue<>();

  /**
   * Creates a factory of thumbnails.
   *
   * @param limits the size limits of images
   */
  public Thumbnails(ImageLimits limits) {
    this.limits = limits;
  }

  /**
   * A thumbnail as a JPEG file; null if the image cannot be decoded.
   *
   * @param encoded the image's file; not kept
   */
  public byte @Nullable [] of(byte[] encoded) {
    return of(ByteRange.of(encoded));
  }

  /** The same of a range of bytes. */
  public byte @Nullable [] of(ByteRange encoded) {
    Decoders decoders = idle.poll();
    if (decoders == null) {
      decoders = new Decoders(limits);
    }
    try {
      return jpeg(decoders.decode(encoded));
    } catch (UnreadableImageException e) {
      return null;
    } finally {
      idle.add(decoders);
    }
  }

  @Override
  public void close() {
    idle.forEach(Decoders::close);
    idle.clear();
  }

  /** The decoders of one thread at a time. */
  private record Decoders(ImageDecoder scaling, ImageDecoder keeping) implements AutoCloseable {

    Decoders(ImageLimits limits) {
      this(
          decoder(
              limits,
              new Resize(Rule.LETTERBOX, MAX_SIDE, MAX_SIDE, Filter.BILINEAR, true, Color.BLACK)),
          decoder(limits, Resize.none()));
    }

    private static ImageDecoder decoder(ImageLimits limits, Resize resize) {
      Preprocessing preprocessing =
          new Preprocessing(
              resize, null, ChannelOrder.RGB, 1, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0));
      return new ImageDecoder(preprocessing, limits, ImageDecoder.Mode.FAST, TruncatedImages.TAG);
    }

    BufferedImage decode(ByteRange encoded) throws UnreadableImageException {
      Decoded decoded = scaling.decode(encoded);
      int longer = Math.max(decoded.originalWidth(), decoded.originalHeight());
      if (longer <= MAX_SIDE) {
        PixelImage pixels = keeping.decode(encoded).pixels();
        return image(pixels, pixels.width(), pixels.height());
      }
      double scale = (double) MAX_SIDE / longer;
      return image(
          decoded.pixels(),
          scaled(decoded.originalWidth(), scale),
          scaled(decoded.originalHeight(), scale));
    }

    /** The length of a side in the letterbox. */
    private static int scaled(int side, double scale) {
      return (int) Math.max(1, Math.rint(side * scale));
    }

    /** The image without the letterbox's padding. */
    private static BufferedImage image(PixelImage pixels, int width, int height) {
      BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
      int left = (pixels.width() - width) / 2;
      int top = (pixels.height() - height) / 2;
      byte[] rgb = pixels.rgb();
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          int at = 3 * ((y + top) * pixels.width() + x + left);
          int color = ((rgb[at] & 0xff) << 16) | ((rgb[at + 1] & 0xff) << 8) | (rgb[at + 2] & 0xff);
          image.setRGB(x, y, color);
        }
      }
      return image;
    }

    @Override
    public void close() {
      scaling.close();
      keeping.close();
    }
  }

  private static byte[] jpeg(BufferedImage image) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam quality = writer.getDefaultWriteParam();
      quality.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      quality.setCompressionQuality(QUALITY);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), quality);
    } catch (IOException e) {
      throw new UncheckedIOException("memory can be written", e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
