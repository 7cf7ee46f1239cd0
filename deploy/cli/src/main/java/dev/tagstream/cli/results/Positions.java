package dev.tagstream.cli.results;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * An offset in each of some partitions.
 *
 * @param offsets by partition
 */
public record Positions(Map<TopicPartition, Long> offsets) {

  public Positions {
    offsets = Map.copyOf(offsets);
  }

  /** The offset in one of the partitions. */
  public long in(TopicPartition partition) {
    return requireNonNull(offsets.get(partition), partition.toString());
  }

  /** These, but in no partition beyond {@code ends}. */
  public Positions upTo(Positions ends) {
    return new Positions(
        offsets.keySet().stream()
            .collect(
                Collectors.toMap(
                    partition -> partition,
                    partition -> Math.min(in(partition), ends.in(partition)))));
  }

  /** How many offsets lie from these to {@code others}. */
  public long distanceTo(Positions others) {
    return offsets.keySet().stream()
        .mapToLong(partition -> others.in(partition) - in(partition))
        .sum();
  }
}
