package dev.tagstream.pipeline.metric;

import java.util.Arrays;
import java.util.List;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;

/**
 * The distribution of a value. Flink's histogram covers the last values of one subtask and cannot
 * be added over subtasks. Counters can: one for each bucket, named {@code ...Bucket} with the label
 * {@code le}, cumulative as Prometheus expects, and the sum of all values, {@code ...Sum}. One
 * thread updates it, without allocating; any thread may read it.
 */
public final class Distribution {

  /** The suffix of the buckets' counters. */
  public static final String BUCKET = "Bucket";

  /** The suffix of the counter of the sum. */
  public static final String SUM = "Sum";

  /** The label of a bucket: its largest value. */
  public static final String LESS_OR_EQUAL = "le";

  private static final String INFINITY = "+Inf";

  /** The number of last values in Flink's histogram. */
  private static final int HISTOGRAM_WINDOW = 1024;

  private final Histogram histogram;
  private final Counter sum;
  private final long[] bounds;

  /**
   * The number of values in each bucket. As in Flink's own counters, other threads may read an
   * older value.
   */
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

  /** The number of values in a bucket and all smaller ones. */
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
