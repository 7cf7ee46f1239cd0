package dev.tagstream.pipeline.image.png;

import dev.tagstream.pipeline.image.format.EncodedBytes;
import dev.tagstream.pipeline.image.format.ImageHeader;
import dev.tagstream.pipeline.image.format.MissingPixels;
import dev.tagstream.pipeline.record.UnreadableImageException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * Completes a truncated PNG. Missing rows become zeros, which is black or the first color of the
 * palette, as in Pillow.
 */
public final class PngEnd {

  private final EncodedBytes encoded;
  private final PngRows rows;
  private boolean hasChecksum;

  private PngEnd(EncodedBytes encoded, PngRows rows) {
    this.encoded = encoded;
    this.rows = rows;
  }

  /**
   * A PNG with its end chunk.
   *
   * @param missing receives what the image lacks, and may refuse the image
   */
  public static EncodedBytes complete(
      EncodedBytes encoded, ImageHeader header, MissingPixels missing)
      throws UnreadableImageException {
    return new PngEnd(encoded, PngRows.of(encoded, header)).complete(missing);
  }

  private EncodedBytes complete(MissingPixels missing) throws UnreadableImageException {
    int come = copyRows(OutputStream.nullOutputStream());
    if (come < rows.count()) {
      missing.rows(rows.count() - come, rows.count());
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream(encoded.length());
    whole.write(encoded.array(), encoded.indexOf(0), PngChunks.SIGNATURE_BYTES);
    boolean keepsData = hasChecksum && isDataWhole();
    for (long chunk = first(); hasChunk(chunk); chunk = next(chunk)) {
      if (encoded.has(chunk, next(chunk) - chunk) && (keepsData || !isData(chunk))) {
        whole.write(encoded.array(), encoded.indexOf(chunk), (int) (next(chunk) - chunk));
      }
    }
    if (!keepsData) {
      whole.writeBytes(PngChunks.chunk("IDAT", deflated(come)));
    }
    whole.writeBytes(PngChunks.chunk("IEND", new byte[0]));
    return encoded.replacedBy(whole.toByteArray());
  }

  /** The complete rows, then zeros. */
  private byte[] deflated(int come) throws UnreadableImageException {
    ByteArrayOutputStream deflated = new ByteArrayOutputStream(encoded.length());
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try (DeflaterOutputStream into = new DeflaterOutputStream(deflated, deflater)) {
      copyRows(into);
      int row = 0;
      for (PngRows.Pass pass : rows.passes()) {
        byte[] zeros = new byte[pass.bytes()];
        for (int i = 0; i < pass.rows(); i++) {
          if (row++ >= come) {
            into.write(zeros);
          }
        }
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    } finally {
      deflater.end();
    }
    return deflated.toByteArray();
  }

  /** Writes the complete rows and returns their number. */
  private int copyRows(OutputStream into) throws UnreadableImageException {
    int come = 0;
    try (InputStream inflated = new InflaterInputStream(data())) {
      for (PngRows.Pass pass : rows.passes()) {
        byte[] row = new byte[pass.bytes()];
        for (int i = 0; i < pass.rows(); i++) {
          if (inflated.readNBytes(row, 0, row.length) < row.length) {
            return come;
          }
          into.write(row);
          come++;
        }
      }
      hasChecksum = inflated.read() < 0;
      return come;
    } catch (EOFException ended) {
      return come;
    } catch (IOException broken) {
      throw encoded.corrupt("its data is corrupt: " + broken.getMessage());
    }
  }

  /** The available data of all data chunks. */
  private InputStream data() throws UnreadableImageException {
    List<InputStream> pieces = new ArrayList<>();
    for (long chunk = first(); hasChunk(chunk); chunk = next(chunk)) {
      if (isData(chunk)) {
        long begin = chunk + PngChunks.DATA;
        long length = encoded.uint32BigEndian(chunk);
        int come = (int) Math.min(length, encoded.length() - begin);
        pieces.add(new ByteArrayInputStream(encoded.array(), encoded.indexOf(begin), come));
      }
    }
    return new SequenceInputStream(Collections.enumeration(pieces));
  }

  private boolean isDataWhole() throws UnreadableImageException {
    for (long chunk = first(); hasChunk(chunk); chunk = next(chunk)) {
      if (isData(chunk) && !encoded.has(chunk, next(chunk) - chunk)) {
        return false;
      }
    }
    return true;
  }

  private static long first() {
    return PngChunks.SIGNATURE_BYTES;
  }

  private boolean hasChunk(long chunk) {
    return encoded.has(chunk, PngChunks.DATA);
  }

  private long next(long chunk) throws UnreadableImageException {
    return chunk + PngChunks.OVERHEAD + encoded.uint32BigEndian(chunk);
  }

  private boolean isData(long chunk) {
    return encoded.hasAscii(chunk + Integer.BYTES, "IDAT");
  }
}
