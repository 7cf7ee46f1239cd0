package dev.tagstream.cluster;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/**
 * An image that takes seconds to decode: a JPEG of 81 million pixels, which a decoder passes over
 * once for each of its scans.
 */
final class SlowImage {

  private static final int SIDE = 9_000;
  private static final int FURTHER_SCANS = 70;
  private static final byte MARKER = (byte) 0xFF;
  private static final byte START_OF_SCAN = (byte) 0xDA;
  private static final int END_OF_IMAGE_BYTES = 2;

  private SlowImage() {}

  static byte[] jpeg() throws IOException {
    byte[] jpeg = progressiveJpeg();
    int end = jpeg.length - END_OF_IMAGE_BYTES;
    int scan = end;
    while (jpeg[scan] != MARKER || jpeg[scan + 1] != START_OF_SCAN) {
      scan--;
    }
    ByteArrayOutputStream slow = new ByteArrayOutputStream();
    slow.write(jpeg, 0, end);
    for (int i = 0; i < FURTHER_SCANS; i++) {
      slow.write(jpeg, scan, end - scan);
    }
    slow.write(jpeg, end, END_OF_IMAGE_BYTES);
    return slow.toByteArray();
  }

  private static byte[] progressiveJpeg() throws IOException {
    BufferedImage black = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam progressive = writer.getDefaultWriteParam();
    progressive.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(jpeg)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(black, null, null), progressive);
    } finally {
      writer.dispose();
    }
    return jpeg.toByteArray();
  }
}
