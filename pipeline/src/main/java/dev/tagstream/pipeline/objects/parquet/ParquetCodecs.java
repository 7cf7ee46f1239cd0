package dev.tagstream.pipeline.objects.parquet;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/**
 * Compression of pages: none, Snappy, Zstandard and, to read only, gzip. The codecs that
 * parquet-hadoop brings need Hadoop.
 */
public final class ParquetCodecs implements CompressionCodecFactory {

  private static final int ZSTD_LEVEL = 3;

  /**
   * Decompresses a page.
   *
   * @param plainBytes the decompressed length in its header, already checked against a limit
   * @throws MalformedParquetException if the page has another length
   */
  static byte[] decompress(CompressionCodecName codec, byte[] compressed, int plainBytes)
      throws IOException {
    return switch (codec) {
      case UNCOMPRESSED -> compressed;
      case SNAPPY -> snappy(compressed, plainBytes);
      case ZSTD -> zstd(compressed, plainBytes);
      case GZIP -> gzip(compressed, plainBytes);
      case LZO, BROTLI, LZ4, LZ4_RAW ->
          throw new MalformedParquetException(
              "has columns compressed with %s; write them with SNAPPY, ZSTD, GZIP or none"
                  .formatted(codec));
    };
  }

  private static byte[] snappy(byte[] compressed, int plainBytes) throws IOException {
    if (Snappy.uncompressedLength(compressed) != plainBytes) {
      throw wrongLength(plainBytes);
    }
    byte[] plain = new byte[plainBytes];
    Snappy.uncompress(compressed, 0, compressed.length, plain, 0);
    return plain;
  }

  private static byte[] zstd(byte[] compressed, int plainBytes) throws IOException {
    byte[] plain = new byte[plainBytes];
    long read = Zstd.decompressByteArray(plain, 0, plainBytes, compressed, 0, compressed.length);
    if (Zstd.isError(read) || read != plainBytes) {
      throw wrongLength(plainBytes);
    }
    return plain;
  }

  private static byte[] gzip(byte[] compressed, int plainBytes) throws IOException {
    try (GZIPInputStream stream = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
      byte[] plain = new byte[plainBytes];
      if (stream.readNBytes(plain, 0, plainBytes) < plainBytes || stream.read() >= 0) {
        throw wrongLength(plainBytes);
      }
      return plain;
    }
  }

  private static byte[] bytes(BytesInput input) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(Math.toIntExact(input.size()));
    input.writeAllTo(bytes);
    return bytes.toByteArray();
  }

  private static MalformedParquetException wrongLength(int plainBytes) {
    return new MalformedParquetException(
        "has a page that does not decompress to the %d bytes of its header".formatted(plainBytes));
  }

  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName codec) {
    return new BytesInputCompressor() {

      @Override
      public BytesInput compress(BytesInput plain) throws IOException {
        return switch (codec) {
          case UNCOMPRESSED -> plain;
          case SNAPPY -> BytesInput.from(Snappy.compress(bytes(plain)));
          case ZSTD -> BytesInput.from(Zstd.compress(bytes(plain), ZSTD_LEVEL));
          case GZIP, LZO, BROTLI, LZ4, LZ4_RAW ->
              throw new IllegalArgumentException("nothing is compressed with " + codec);
        };
      }

      @Override
      public CompressionCodecName getCodecName() {
        return codec;
      }

      @Override
      public void release() {}
    };
  }

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
    return new BytesInputDecompressor() {

      @Override
      public BytesInput decompress(BytesInput compressed, int plainBytes) throws IOException {
        return BytesInput.from(ParquetCodecs.decompress(codec, bytes(compressed), plainBytes));
      }

      @Override
      public void decompress(
          ByteBuffer compressed, int compressedBytes, ByteBuffer plain, int plainBytes) {
        throw new UnsupportedOperationException("pages are decompressed as arrays");
      }

      @Override
      public void release() {}
    };
  }

  @Override
  public void release() {}
}
