package dev.tagstream.pipeline.metric;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.jspecify.annotations.Nullable;

/**
 * Counts images by the label of their best tag. A label's counter is registered when the label is
 * first seen. The number of counters is limited: a model may have thousands of labels, and each is
 * a series in every slot.
 */
public final class LabelCounts {

  /** The number of labels with a counter of their own. */
  static final int MOST_LABELS = 100;

  private static final String NONE = "(none)";
  private static final String OTHER = "(other)";

  private final MetricGroup group;
  private final Counter untagged;
  private final Counter other;

  /** Several classes may share a label, and then a counter. */
  private final Map<String, Counter> byLabel = new HashMap<>();

  /** By the index of the class; null if it was not seen yet. */
  private @Nullable Counter[] byClass = new Counter[0];

  public LabelCounts(MetricGroup group) {
    this.group = group;
    this.untagged = TaggingMetric.TOP_LABEL_IMAGES.counter(group, NONE);
    this.other = TaggingMetric.TOP_LABEL_IMAGES.counter(group, OTHER);
  }

  /**
   * Counts an image by its best tag.
   *
   * @param index of the class in the model's output, from 0
   * @param label its name
   */
  public void add(int index, String label) {
    if (index >= byClass.length) {
      byClass = Arrays.copyOf(byClass, Math.max(index + 1, 2 * byClass.length));
    }
    Counter counter = byClass[index];
    if (counter == null) {
      counter = counterOf(label);
      byClass[index] = counter;
    }
    counter.inc();
  }

  /** Counts an image without tags. */
  public void addUntagged() {
    untagged.inc();
  }

  private Counter counterOf(String label) {
    if (byLabel.size() >= MOST_LABELS && !byLabel.containsKey(label)) {
      return other;
    }
    return byLabel.computeIfAbsent(
        label, unseen -> TaggingMetric.TOP_LABEL_IMAGES.counter(group, unseen));
  }
}
