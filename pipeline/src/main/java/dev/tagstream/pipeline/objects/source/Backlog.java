package dev.tagstream.pipeline.objects.source;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What a job over objects has listed, and how much of it is left to read. Readers report what is
 * left of their splits at each checkpoint, so figures change then. Until everything is listed, what
 * is left is at least this.
 *
 * <p>One for a job in a JobManager: Flink creates a new enumerator for a restart but keeps the
 * first one's metrics. Safe for use by several threads.
 */
public final class Backlog implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final double NANOS_PER_SECOND = 1e9;

  /** The rate is that of the last minutes, since images and machines change. */
  private static final long MAX_AGE_NANOS = Duration.ofMinutes(5).toNanos();

  private static final long NANOS_BETWEEN_SAMPLES = Duration.ofSeconds(2).toNanos();

  /** How much had been read at a time. */
  private record Sample(long nanos, long readBytes) {}

  private long listedObjects;
  private long listedBytes;
  private boolean isAllListed;
  private long waitingBytes;
  private long readBytes;
  private boolean isRegistered;

  // not serialized: a source is sent before it lists
  private transient Map<Integer, Long> leftByReader = new HashMap<>();
  private transient Deque<Sample> samples = new ArrayDeque<>();
  private transient LongSupplier nanoTime = System::nanoTime;

  /** Sets the clock, for tests. */
  synchronized void setClock(LongSupplier clock) {
    nanoTime = clock;
  }

  /** Begins, or continues after a restart with the state of a checkpoint. */
  synchronized void begin(ListingState state) {
    listedObjects = state.objects();
    listedBytes = state.bytes();
    waitingBytes = bytes(state.waiting());
    readBytes = 0;
    isAllListed = false;
    leftByReader = new HashMap<>();
    samples = new ArrayDeque<>();
    if (nanoTime == null) {
      nanoTime = System::nanoTime;
    }
    sample();
  }

  /** Registers its figures, once. */
  synchronized void register(Runnable gauges) {
    if (!isRegistered) {
      isRegistered = true;
      gauges.run();
    }
  }

  synchronized void listed(ObjectSplit split) {
    listedObjects += split.objects().size();
    listedBytes += split.bytes();
    waitingBytes += split.bytes();
  }

  synchronized void allListed() {
    isAllListed = true;
  }

  synchronized void assigned(int reader, ObjectSplit split) {
    waitingBytes -= split.bytes();
    leftByReader.merge(reader, split.bytes(), Long::sum);
  }

  /** Takes the splits of a reader that failed; it reports again what it has. */
  synchronized void returned(int reader, Collection<ObjectSplit> splits) {
    waitingBytes += bytes(splits);
    leftByReader.remove(reader);
  }

  /** Takes what a reader has left, in bytes. */
  synchronized void left(int reader, long bytes) {
    Long before = leftByReader.put(reader, bytes);
    if (before != null && before > bytes) {
      readBytes += before - bytes;
      sample();
    }
  }

  private void sample() {
    long now = nanoTime.getAsLong();
    Sample newest = samples.peekLast();
    if (newest != null && now - newest.nanos < NANOS_BETWEEN_SAMPLES) {
      return;
    }
    samples.addLast(new Sample(now, readBytes));
    while (samples.size() > 2 && now - samples.getFirst().nanos > MAX_AGE_NANOS) {
      samples.removeFirst();
    }
  }

  private static long bytes(Collection<ObjectSplit> splits) {
    return splits.stream().mapToLong(ObjectSplit::bytes).sum();
  }

  /** The number of objects listed so far, without those of earlier runs. */
  public synchronized long listedObjects() {
    return listedObjects;
  }

  /** Their size in bytes. */
  public synchronized long listedBytes() {
    return listedBytes;
  }

  /** The size of what is listed and not read, in bytes. */
  public synchronized long bytesLeft() {
    return waitingBytes + leftByReader.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Whether every object is listed. */
  public synchronized boolean isAllListed() {
    return isAllListed;
  }

  /** The time to read what is left at the rate of the last minutes, in seconds; NaN if unknown. */
  public synchronized double secondsLeft() {
    long left = bytesLeft();
    if (left == 0 && isAllListed) {
      return 0;
    }
    Sample first = samples.peekFirst();
    if (first == null || readBytes == first.readBytes) {
      return Double.NaN;
    }
    double seconds = (nanoTime.getAsLong() - first.nanos) / NANOS_PER_SECOND;
    return left * seconds / (readBytes - first.readBytes);
  }
}
