package dev.tagstream.cli.results;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * Positions in partitions.
 *
 * @param offsets by partition
 */
public record Positions(Map<TopicPartition, Long> offsets) {

  public Positions {
    offsets = Map.copyOf(offsets);
  }

  /** The offset in a partition. */
  public long in(TopicPartition partition) {
    return requireNonNull(offsets.get(partition), partition.toString());
  }

  /** These positions, limited to {@code ends}. */
  public Positions upTo(Positions ends) {
    return new Positions(
        offsets.keySet().stream()
            .collect(
                Collectors.toMap(
                    partition -> partition,
                    partition -> Math.min(in(partition), ends.in(partition)))));
  }

  /** The number of offsets from these positions to {@code others}. */
  public long distanceTo(Positions others) {
    return offsets.keySet().stream()
        .mapToLong(partition -> others.in(partition) - in(partition))
        .sum();
  }
}
