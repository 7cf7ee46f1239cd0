package dev.tagstream.pipeline.metric;

import java.util.Arrays;
import java.util.List;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;

/**
 * How values are distributed. Flink's histogram of the last values is for people who look at one
 * subtask; it cannot be added over subtasks. Counters can: one for each bucket, named {@code
 * ...Bucket} with the label {@code le} and cumulative as Prometheus wants them, and the sum of all
 * values, {@code ...Sum}. One thread updates it, without allocating; any may read.
 */
public final class Distribution {

  /** What follows the name of a distribution in that of its buckets' counters. */
  public static final String BUCKET = "Bucket";

  /** What follows the name of a distribution in that of the sum of its values. */
  public static final String SUM = "Sum";

  /** The label of a bucket: the largest value that is in it. */
  public static final String LESS_OR_EQUAL = "le";

  private static final String INFINITY = "+Inf";

  /** How many of the last values Flink's histogram is made of. */
  private static final int HISTOGRAM_WINDOW = 1024;

  private final Histogram histogram;
  private final Counter sum;
  private final long[] bounds;

  /** How many values each bucket has, by itself. As in Flink's own counters, others read late. */
  private final long[] counts;

  private Distribution(Histogram histogram, Counter sum, long[] bounds) {
    this.histogram = histogram;
    this.sum = sum;
    this.bounds = bounds;
    this.counts = new long[bounds.length + 1];
  }

  /**
   * Registers a histogram and its counters.
   *
   * @param bounds the largest value of each bucket but the last, ascending
   */
  static Distribution register(MetricGroup group, String name, List<Long> bounds) {
    Distribution distribution =
        new Distribution(
            group.histogram(name, new DescriptiveStatisticsHistogram(HISTOGRAM_WINDOW)),
            group.counter(name + SUM),
            bounds.stream().mapToLong(Long::longValue).toArray());
    for (int i = 0; i <= bounds.size(); i++) {
      String most = i < bounds.size() ? bounds.get(i).toString() : INFINITY;
      group.addGroup(LESS_OR_EQUAL, most).counter(name + BUCKET, distribution.new UpToBucket(i));
    }
    return distribution;
  }

  /** Counts a value, which must not be negative. */
  public void update(long value) {
    histogram.update(value);
    sum.inc(value);
    int found = Arrays.binarySearch(bounds, value);
    counts[found >= 0 ? found : -found - 1]++;
  }

  /** Shows how many values lie in a bucket and those before it. */
  private final class UpToBucket implements Counter {

    private final int last;

    UpToBucket(int last) {
      this.last = last;
    }

    @Override
    public long getCount() {
      long count = 0;
      for (int i = 0; i <= last; i++) {
        count += counts[i];
      }
      return count;
    }

    @Override
    public void inc() {
      throw readOnly();
    }

    @Override
    public void inc(long n) {
      throw readOnly();
    }

    @Override
    public void dec() {
      throw readOnly();
    }

    @Override
    public void dec(long n) {
      throw readOnly();
    }

    private static UnsupportedOperationException readOnly() {
      return new UnsupportedOperationException("a bucket only shows what its distribution counts");
    }
  }
}
