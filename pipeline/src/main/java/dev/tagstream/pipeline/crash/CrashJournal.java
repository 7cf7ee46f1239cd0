package dev.tagstream.pipeline.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tagstream.pipeline.record.ImageSource;
import dev.tagstream.pipeline.record.SourceObject;
import dev.tagstream.pipeline.record.SourceRecord;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The images that one parallel instance is processing, in a small memory-mapped file. A mark is a
 * few stores, which the kernel keeps even if the process dies. A file lock shows that the writer is
 * alive; the kernel releases it when the process dies.
 *
 * <p>Layout, little-endian: magic (int64), number of images (int32), and from byte 16 on for each
 * image the offset (int64), timestamp (int64) and partition (int32) of its {@link Place}, and the
 * length (int32) and last 256 bytes (UTF-8) of its topic or, for an object, of its position.
 */
final class CrashJournal implements AutoCloseable {

  private static final long MAGIC = 0x334c4e524a475354L;

  private static final int COUNT_AT = 8;
  private static final int RECORDS_AT = 16;
  private static final int NAME_LENGTH_AT = 20;
  private static final int NAME_AT = 24;

  /** Enough for any topic: Kafka's limit is 249. */
  private static final int MAX_NAME_BYTES = 256;

  private static final int RECORD_BYTES = NAME_AT + MAX_NAME_BYTES;

  private static final VarHandle COUNT =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  /**
   * An image that was in progress when the writer of a journal died.
   *
   * @param position the readable place, possibly without its beginning
   */
  record InHand(Place place, String position) {}

  private final Path file;
  private final FileChannel channel;
  private final MappedByteBuffer marks;
  private final int maxRecords;

  /** The topic of the last record, which most have in common. */
  private String topic = "";

  private byte[] topicBytes = {};

  private CrashJournal(Path file, FileChannel channel, MappedByteBuffer marks, int maxRecords) {
    this.file = file;
    this.channel = channel;
    this.marks = marks;
    this.maxRecords = maxRecords;
  }

  /**
   * Creates a journal without records, locked until it is closed.
   *
   * @param file must not exist
   * @param maxRecords the most records in progress at the same time
   */
  static CrashJournal create(Path file, int maxRecords) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() == null) {
        throw new IOException(file + " is locked by another process");
      }
      long bytes = RECORDS_AT + (long) maxRecords * RECORD_BYTES;
      MappedByteBuffer marks = channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes);
      marks.order(ByteOrder.LITTLE_ENDIAN).putLong(0, MAGIC);
      return new CrashJournal(file, channel, marks, maxRecords);
    } catch (IOException | RuntimeException unusable) {
      channel.close();
      Files.deleteIfExists(file);
      throw unusable;
    }
  }

  /** Records that only this image is in progress. */
  void mark(ImageSource source) {
    COUNT.setOpaque(marks, COUNT_AT, 0);
    put(0, source);
    COUNT.setRelease(marks, COUNT_AT, 1);
  }

  /** Records that only these images are in progress. */
  void mark(List<? extends ImageSource> sources) {
    COUNT.setOpaque(marks, COUNT_AT, 0);
    int count = Math.min(sources.size(), maxRecords);
    for (int i = 0; i < count; i++) {
      put(i, sources.get(i));
    }
    COUNT.setRelease(marks, COUNT_AT, count);
  }

  /** Records that nothing is in progress. */
  void clear() {
    COUNT.setRelease(marks, COUNT_AT, 0);
  }

  private void put(int index, ImageSource source) {
    int at = RECORDS_AT + index * RECORD_BYTES;
    if (source instanceof SourceRecord record) {
      if (!topic.equals(record.topic())) {
        topic = record.topic();
        topicBytes = topic.getBytes(UTF_8);
      }
      putPlace(at, record.partition(), record.offset(), record.timestampMillis());
      putName(at, topicBytes);
    } else {
      Place place = Place.of(source);
      putPlace(at, place.partition(), place.offset(), place.timestampMillis());
      putName(at, ((SourceObject) source).position().getBytes(UTF_8));
    }
  }

  private void putPlace(int at, int partition, long offset, long timestampMillis) {
    marks.putLong(at, offset);
    marks.putLong(at + 8, timestampMillis);
    marks.putInt(at + 16, partition);
  }

  private void putName(int at, byte[] bytes) {
    int length = Math.min(bytes.length, MAX_NAME_BYTES);
    marks.putInt(at + NAME_LENGTH_AT, length);
    marks.put(at + NAME_AT, bytes, bytes.length - length, length);
  }

  /** Closes in order and deletes the file. */
  @Override
  public void close() throws IOException {
    clear();
    Files.deleteIfExists(file);
    channel.close();
  }

  /**
   * The records in progress when the writer of a journal died.
   *
   * @return nothing if the file is not a journal
   */
  static List<InHand> inHand(FileChannel journal) throws IOException {
    ByteBuffer marks =
        ByteBuffer.allocate((int) Math.min(journal.size(), Integer.MAX_VALUE / 2))
            .order(ByteOrder.LITTLE_ENDIAN);
    while (marks.hasRemaining() && journal.read(marks, marks.position()) >= 0) {}
    List<InHand> images = new ArrayList<>();
    if (marks.position() < RECORDS_AT || marks.getLong(0) != MAGIC) {
      return images;
    }
    int written = (marks.position() - RECORDS_AT) / RECORD_BYTES;
    for (int i = 0; i < Math.min(marks.getInt(COUNT_AT), written); i++) {
      images.add(inHand(marks, RECORDS_AT + i * RECORD_BYTES));
    }
    return images;
  }

  private static InHand inHand(ByteBuffer marks, int at) {
    int partition = marks.getInt(at + 16);
    long offset = marks.getLong(at);
    long timestampMillis = marks.getLong(at + 8);
    int length = Math.max(0, Math.min(marks.getInt(at + NAME_LENGTH_AT), MAX_NAME_BYTES));
    byte[] bytes = new byte[length];
    marks.get(at + NAME_AT, bytes);
    String name = new String(bytes, UTF_8);
    return partition >= 0
        ? new InHand(
            new Place(name, partition, offset, timestampMillis),
            name + "-" + partition + "@" + offset)
        : new InHand(new Place("", partition, offset, timestampMillis), name);
  }
}
