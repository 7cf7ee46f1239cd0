package dev.tagstream.pipeline.kafka.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

final class CompletedOffsetsTest {

  private static final TopicPartition FIRST = new TopicPartition("images", 0);
  private static final TopicPartition SECOND = new TopicPartition("images", 1);

  private final CompletedOffsets offsets = new CompletedOffsets();

  @Test
  void aPartitionThatWasReadToItsEndStaysInTheState() {
    offsets.add(List.of(split(FIRST, 0, 204), split(SECOND, 0, 196)));

    List<KafkaPartitionSplit> state = offsets.withFinished(List.of(split(SECOND, 100, 196)));

    assertThat(state).containsExactly(split(SECOND, 100, 196), split(FIRST, 204, 204));
  }

  /** The job before was killed when its checkpoint was complete, before it committed offsets. */
  @Test
  void aResumedJobCommitsTheEndOfAPartitionThatItDidNotRead() {
    offsets.add(List.of(split(FIRST, 204, 204), split(SECOND, 100, 196)));
    offsets.snapshot(7, offsets.withFinished(List.of()));

    offsets.complete(7);

    assertThat(offsets.offsets()).isEqualTo(Map.of(FIRST, 204L, SECOND, 196L));
  }

  @Test
  void aStreamHasNoEnds() {
    KafkaPartitionSplit endless = new KafkaPartitionSplit(FIRST, 17);
    offsets.add(List.of(endless));

    assertThat(offsets.withFinished(List.of(endless))).containsExactly(endless);
  }

  private static KafkaPartitionSplit split(TopicPartition partition, long from, long end) {
    return new KafkaPartitionSplit(partition, from, end);
  }
}
