package dev.tagstream.pipeline.objects.read;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/** Makes tar archives byte by byte, also such as no program would. */
public final class TarFiles {

  private static final int BLOCK = 512;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** Adds a file. */
  public TarFiles add(String name, byte[] content) {
    return add(name, '0', content.length, content);
  }

  /** Adds a text. */
  public TarFiles add(String name, String content) {
    return add(name, content.getBytes(UTF_8));
  }

  /** Adds a file of a long name as pax writes it. */
  public TarFiles addPax(String records, String name, byte[] content) {
    byte[] encoded = records.getBytes(UTF_8);
    add("PaxHeaders/x", 'x', encoded.length, encoded);
    return add(name, content);
  }

  /** Adds a header that says anything. */
  TarFiles add(String name, char type, long size, byte[] content) {
    byte[] header = header(name, type, size);
    seal(header);
    return addRaw(header)
        .addRaw(Arrays.copyOf(content, (content.length + BLOCK - 1) / BLOCK * BLOCK));
  }

  TarFiles addRaw(byte[] raw) {
    bytes.writeBytes(raw);
    return this;
  }

  static byte[] header(String name, char type, long size) {
    byte[] header = new byte[BLOCK];
    put(header, 0, name);
    put(header, 100, "0000644\0");
    put(header, 124, "%011o".formatted(size));
    put(header, 156, String.valueOf(type));
    put(header, 257, "ustar\00000");
    return header;
  }

  static void seal(byte[] header) {
    Arrays.fill(header, 148, 156, (byte) ' ');
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xFF;
    }
    put(header, 148, "%06o\0 ".formatted(sum));
  }

  private static void put(byte[] header, int at, String text) {
    byte[] encoded = text.getBytes(UTF_8);
    System.arraycopy(encoded, 0, header, at, encoded.length);
  }

  /** With the two blocks of zeros that end it. */
  public byte[] end() {
    return addRaw(new byte[2 * BLOCK]).bytes.toByteArray();
  }

  byte[] cutOff(int missing) {
    return Arrays.copyOf(bytes.toByteArray(), bytes.size() - missing);
  }

  static byte[] gzip(byte[] plain) throws Exception {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(plain);
    }
    return compressed.toByteArray();
  }
}
