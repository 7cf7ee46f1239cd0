package dev.tagstream.pipeline.objects.parquet;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DataPageV2;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.jspecify.annotations.Nullable;

/** The pages of one column of a row group, read one after another. */
final class ColumnPages implements PageReader, Closeable {

  /** The largest page. Most writers end a page after 1 MiB, but a page of images may be larger. */
  private static final int MAX_PAGE_BYTES = 256 << 20;

  private static final int BUFFER_BYTES = 1 << 16;

  private final ByteSource file;
  private final ColumnChunkMetaData chunk;
  private final Statistics<?> noStatistics;

  private @Nullable InputStream stream;
  private @Nullable DataPage first;
  private long valuesLeft;

  ColumnPages(ByteSource file, ColumnChunkMetaData chunk, ColumnDescriptor column) {
    this.file = file;
    this.chunk = chunk;
    this.noStatistics = Statistics.createStats(column.getPrimitiveType());
    this.valuesLeft = chunk.getValueCount();
  }

  @Override
  public long getTotalValueCount() {
    return chunk.getValueCount();
  }

  /** The dictionary page, which precedes all other pages; null if there is none. */
  @Override
  public @Nullable DictionaryPage readDictionaryPage() {
    try {
      PageHeader header = header();
      if (!header.isSetDictionary_page_header()) {
        first = dataPage(header);
        return null;
      }
      DictionaryPageHeader dictionary = header.getDictionary_page_header();
      return new DictionaryPage(
          BytesInput.from(plain(header)),
          dictionary.getNum_values(),
          encoding(dictionary.getEncoding()));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public @Nullable DataPage readPage() {
    try {
      DataPage page = first;
      first = null;
      while (page == null && valuesLeft > 0) {
        page = dataPage(header());
      }
      valuesLeft -= page == null ? 0 : page.getValueCount();
      return page;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private PageHeader header() throws IOException {
    if (stream == null) {
      stream = new BufferedInputStream(file.open(chunk.getStartingPos()), BUFFER_BYTES);
    }
    PageHeader header = Util.readPageHeader(stream);
    requireAllowed(header.getCompressed_page_size());
    requireAllowed(header.getUncompressed_page_size());
    return header;
  }

  private static void requireAllowed(int bytes) throws IOException {
    if (bytes < 0 || bytes > MAX_PAGE_BYTES) {
      throw new MalformedParquetException(
          "has a page of %d bytes but may have %d; write fewer images in a page"
              .formatted(bytes, MAX_PAGE_BYTES));
    }
  }

  /** The data page; null for a page of another kind, which is skipped. */
  private @Nullable DataPage dataPage(PageHeader header) throws IOException {
    if (header.isSetData_page_header()) {
      DataPageHeader page = header.getData_page_header();
      byte[] plain = plain(header);
      return new DataPageV1(
          BytesInput.from(plain),
          page.getNum_values(),
          plain.length,
          noStatistics,
          encoding(page.getRepetition_level_encoding()),
          encoding(page.getDefinition_level_encoding()),
          encoding(page.getEncoding()));
    }
    if (header.isSetData_page_header_v2()) {
      return dataPageV2(header, header.getData_page_header_v2());
    }
    compressed(header);
    return null;
  }

  private DataPage dataPageV2(PageHeader header, DataPageHeaderV2 page) throws IOException {
    byte[] bytes = compressed(header);
    int repetitionBytes = page.getRepetition_levels_byte_length();
    int levelsBytes = repetitionBytes + page.getDefinition_levels_byte_length();
    if (repetitionBytes < 0 || levelsBytes < repetitionBytes || levelsBytes > bytes.length) {
      throw new MalformedParquetException(
          "has a page with %d bytes of levels".formatted(levelsBytes));
    }
    byte[] values = Arrays.copyOfRange(bytes, levelsBytes, bytes.length);
    if (page.isIs_compressed()) {
      int plainBytes = header.getUncompressed_page_size() - levelsBytes;
      values = ParquetCodecs.decompress(chunk.getCodec(), values, Math.max(0, plainBytes));
    }
    return DataPageV2.uncompressed(
        page.getNum_rows(),
        page.getNum_nulls(),
        page.getNum_values(),
        BytesInput.from(bytes, 0, repetitionBytes),
        BytesInput.from(bytes, repetitionBytes, levelsBytes - repetitionBytes),
        encoding(page.getEncoding()),
        BytesInput.from(values),
        noStatistics);
  }

  private byte[] plain(PageHeader header) throws IOException {
    CompressionCodecName codec = chunk.getCodec();
    return ParquetCodecs.decompress(codec, compressed(header), header.getUncompressed_page_size());
  }

  private byte[] compressed(PageHeader header) throws IOException {
    int length = header.getCompressed_page_size();
    // allocates no more than the received bytes, whatever the declared length
    byte[] bytes = stream == null ? new byte[0] : stream.readNBytes(length);
    if (bytes.length < length) {
      throw new MalformedParquetException("ends within a page");
    }
    return bytes;
  }

  private static Encoding encoding(org.apache.parquet.format.Encoding encoding)
      throws MalformedParquetException {
    try {
      return Encoding.valueOf(String.valueOf(encoding));
    } catch (IllegalArgumentException unknown) {
      throw new MalformedParquetException("has pages in the encoding %s".formatted(encoding));
    }
  }

  @Override
  public void close() throws IOException {
    if (stream != null) {
      stream.close();
    }
  }
}
