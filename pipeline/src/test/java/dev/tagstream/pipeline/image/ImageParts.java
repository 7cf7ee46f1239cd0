package dev.tagstream.pipeline.image;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.image.format.ImageFormat;
import dev.tagstream.pipeline.image.png.PngChunks;
import dev.tagstream.pipeline.record.UnreadableImageException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Where the parts of an image lie: chunks of PNG and WebP, segments of JPEG, blocks of GIF, entries
 * of a TIFF's directory. What is no such part belongs to none.
 */
final class ImageParts {

  /**
   * One part.
   *
   * @param begin of its first byte
   * @param end behind its last byte
   */
  record Part(int begin, int end) {
    int length() {
      return end - begin;
    }
  }

  private static final int FIRST_WEBP_CHUNK = 12;
  private static final int WEBP_CHUNK_OVERHEAD = 8;
  private static final int FIRST_GIF_BLOCK = 13;
  private static final int TIFF_ENTRY_BYTES = 12;
  private static final int MOST_PARTS = 100;

  private final byte[] image;
  private final List<Part> parts = new ArrayList<>();

  private ImageParts(byte[] image) {
    this.image = image;
  }

  /** The parts of an image, as far as they can be found. */
  static List<Part> of(byte[] image) {
    ImageParts found = new ImageParts(image);
    try {
      switch (ImageFormat.of(ByteRange.of(image))) {
        case PNG -> found.pngChunks();
        case JPEG -> found.jpegSegments();
        case WEBP -> found.webpChunks();
        case GIF -> found.gifBlocks();
        case TIFF -> found.tiffEntries();
        case BMP -> found.add(14, 40);
      }
    } catch (UnreadableImageException | IndexOutOfBoundsException tooBroken) {
      // the parts before the break remain
    }
    return found.parts;
  }

  /** Makes the checksums of a PNG's chunks right, so that a decoder looks into them. */
  static void repairPng(byte[] image) {
    for (Part chunk : of(image)) {
      CRC32 checksum = new CRC32();
      checksum.update(image, chunk.begin() + 4, chunk.length() - 8);
      ByteBuffer.wrap(image).putInt(chunk.end() - 4, (int) checksum.getValue());
    }
  }

  private void pngChunks() {
    int at = PngChunks.SIGNATURE_BYTES;
    while (at < image.length) {
      at = add(at, PngChunks.OVERHEAD + bigEndian().getInt(at));
    }
  }

  private void jpegSegments() {
    int at = 2;
    while (at < image.length) {
      int length = 2 + (bigEndian().getShort(at + 2) & 0xFFFF);
      // a scan goes on up to the next marker
      while (at + length < image.length - 1
          && !(image[at + length] == (byte) 0xFF && (image[at + length + 1] & 0xFF) > 0xBF)) {
        length++;
      }
      at = add(at, length);
    }
  }

  private void webpChunks() {
    int at = FIRST_WEBP_CHUNK;
    while (at < image.length) {
      int length = littleEndian().getInt(at + 4);
      at = add(at, WEBP_CHUNK_OVERHEAD + length + (length & 1));
    }
  }

  /** The color table, then the data blocks that follow each other by their lengths. */
  private void gifBlocks() {
    int flags = image[10];
    int at = add(FIRST_GIF_BLOCK, (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1));
    while (at < image.length) {
      int length = image[at] == 0x2C ? 11 : image[at] == 0x21 ? 2 : 1 + (image[at] & 0xFF);
      at = add(at, length);
    }
  }

  private void tiffEntries() {
    ByteBuffer tiff = image[0] == 'M' ? bigEndian() : littleEndian();
    int directory = tiff.getInt(4);
    int entries = tiff.getShort(directory);
    for (int i = 0; i < entries; i++) {
      add(directory + 2 + i * TIFF_ENTRY_BYTES, TIFF_ENTRY_BYTES);
    }
  }

  private int add(int begin, int length) {
    if (length < 0 || length > image.length - begin || parts.size() == MOST_PARTS) {
      throw new IndexOutOfBoundsException(begin);
    }
    parts.add(new Part(begin, begin + length));
    return begin + length;
  }

  private ByteBuffer bigEndian() {
    return ByteBuffer.wrap(image);
  }

  private ByteBuffer littleEndian() {
    return ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
  }
}
