package dev.tagstream.bench.frame;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

/**
 * The cost of one round of one side.
 *
 * @param images the number of images, at least 1
 * @param wallSeconds wall time
 * @param cpuSeconds processor time of the whole process, all threads, garbage collection and
 *     compilation included
 * @param threads processor time and allocation of the Java threads that ran for the whole round, by
 *     kind of thread
 */
public record Measurement(
    long images, double wallSeconds, double cpuSeconds, Map<String, ThreadCost> threads) {

  private static final double MILLIS_PER_SECOND = 1000;

  /**
   * The cost of the threads of one kind.
   *
   * @param cpuSeconds processor time
   * @param allocatedBytes of heap
   */
  public record ThreadCost(double cpuSeconds, long allocatedBytes) {}

  public Measurement {
    if (images < 1 || wallSeconds <= 0 || cpuSeconds < 0) {
      throw new IllegalArgumentException(
          "a round cannot be %d images in %f s, %f s of processor time"
              .formatted(images, wallSeconds, cpuSeconds));
    }
    threads = Map.copyOf(threads);
  }

  /** Throughput in images per second of wall time. */
  @JsonProperty
  public double imagesPerSecond() {
    return images / wallSeconds;
  }

  /** Processor time of one image, in milliseconds. */
  @JsonProperty
  public double cpuMillisPerImage() {
    return MILLIS_PER_SECOND * cpuSeconds / images;
  }

  /** Processor time of the threads of a kind for one image, in milliseconds. */
  public double cpuMillisPerImage(String kind) {
    ThreadCost cost = threads.get(kind);
    return cost == null ? 0 : MILLIS_PER_SECOND * cost.cpuSeconds() / images;
  }

  /**
   * Processor time of one image outside the counted threads, in milliseconds: garbage collection,
   * compilation, and threads that ended during the round.
   */
  public double otherCpuMillisPerImage() {
    double ofThreads = threads.values().stream().mapToDouble(ThreadCost::cpuSeconds).sum();
    return MILLIS_PER_SECOND * Math.max(0, cpuSeconds - ofThreads) / images;
  }

  /** Heap allocation of the threads of some kinds for one image, in bytes. */
  public double allocatedBytesPerImage(Iterable<String> kinds) {
    long bytes = 0;
    for (String kind : kinds) {
      ThreadCost cost = threads.get(kind);
      bytes += cost == null ? 0 : cost.allocatedBytes();
    }
    return (double) bytes / images;
  }
}
