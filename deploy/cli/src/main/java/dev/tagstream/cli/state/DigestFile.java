package dev.tagstream.cli.state;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A set of strings on disk, for more strings than memory should hold: each takes 32 to 64 bytes of
 * the file and none of the heap. It keeps the first 128 bits of each string's SHA-256 in an open
 * hash table. Added strings survive a kill of the process. Not safe for use by several threads.
 */
public final class DigestFile implements AutoCloseable {

  private static final int DIGEST_BYTES = 16;
  private static final long MIN_SLOTS = 1 << 12;

  /** The number of slots in each read of the whole table. */
  private static final int SLOTS_AT_ONCE = 1 << 12;

  private final Path path;
  private final ByteBuffer slot = ByteBuffer.allocate(DIGEST_BYTES);
  private final MessageDigest sha256;
  private FileChannel file;
  private long slots;
  private long count;

  private DigestFile(Path path, FileChannel file) {
    this.path = path;
    this.file = file;
    try {
      this.sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Opens a set; creates an empty one if the file does not exist. */
  public static DigestFile open(Path path) throws IOException {
    DigestFile digests = new DigestFile(path, FileChannel.open(path, CREATE, READ, WRITE));
    digests.measure();
    return digests;
  }

  /** The number of strings in the set. */
  public long count() {
    return count;
  }

  public boolean contains(String text) throws IOException {
    return isIn(slotOf(digest(text)));
  }

  /** Adds a string, if it is not in the set. */
  public void add(String text) throws IOException {
    if (2 * (count + 1) > slots) {
      grow();
    }
    ByteBuffer digest = digest(text);
    long place = slotOf(digest);
    if (!isIn(place)) {
      write(digest, place);
      count++;
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /** The slot of a digest, or the free slot where it belongs. */
  private long slotOf(ByteBuffer digest) throws IOException {
    long place = digest.getLong(0) & (slots - 1);
    while (isIn(place) && !slot.equals(digest)) {
      place = (place + 1) & (slots - 1);
    }
    return place;
  }

  /** Reads a slot and returns whether it is taken. */
  private boolean isIn(long place) throws IOException {
    slot.clear();
    while (slot.hasRemaining()) {
      if (file.read(slot, place * DIGEST_BYTES + slot.position()) < 0) {
        throw new EOFException(path + " has become shorter");
      }
    }
    slot.flip();
    return slot.getLong(0) != 0 || slot.getLong(Long.BYTES) != 0;
  }

  private void write(ByteBuffer digest, long place) throws IOException {
    file.write(digest.duplicate(), place * DIGEST_BYTES);
  }

  private ByteBuffer digest(String text) {
    byte[] bytes = sha256.digest(text.getBytes(StandardCharsets.UTF_8));
    ByteBuffer digest = ByteBuffer.wrap(bytes, 0, DIGEST_BYTES).slice();
    if (digest.getLong(0) == 0 && digest.getLong(Long.BYTES) == 0) {
      digest.putLong(0, 1);
    }
    return digest;
  }

  /** Doubles the slots in a new file, which replaces the old one when it is complete. */
  private void grow() throws IOException {
    Path larger = path.resolveSibling(path.getFileName() + ".larger");
    Files.deleteIfExists(larger);
    FileChannel old = file;
    long oldSlots = slots;
    file = FileChannel.open(larger, CREATE, READ, WRITE);
    reserve(2 * oldSlots);
    forEach(old, oldSlots, digest -> write(digest, slotOf(digest)));
    old.close();
    Files.move(larger, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private void measure() throws IOException {
    if (file.size() < MIN_SLOTS * DIGEST_BYTES) {
      reserve(MIN_SLOTS);
    }
    slots = file.size() / DIGEST_BYTES;
    forEach(file, slots, digest -> count++);
  }

  private void reserve(long wanted) throws IOException {
    file.write(ByteBuffer.allocate(1), wanted * DIGEST_BYTES - 1);
    slots = wanted;
  }

  private static void forEach(FileChannel channel, long slots, Visitor visitor) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(SLOTS_AT_ONCE * DIGEST_BYTES);
    for (long place = 0; place < slots; place += SLOTS_AT_ONCE) {
      buffer.clear();
      while (buffer.hasRemaining()
          && channel.read(buffer, place * DIGEST_BYTES + buffer.position()) >= 0) {}
      for (int at = 0; at < buffer.position(); at += DIGEST_BYTES) {
        if (buffer.getLong(at) != 0 || buffer.getLong(at + Long.BYTES) != 0) {
          visitor.visit(buffer.slice(at, DIGEST_BYTES));
        }
      }
    }
  }

  private interface Visitor {
    void visit(ByteBuffer digest) throws IOException;
  }
}
