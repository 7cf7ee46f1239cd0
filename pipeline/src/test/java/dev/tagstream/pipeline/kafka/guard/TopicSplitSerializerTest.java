package dev.tagstream.pipeline.kafka.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplitSerializer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

final class TopicSplitSerializerTest {

  private static final KafkaPartitionSplit SPLIT =
      new KafkaPartitionSplit(new TopicPartition("image-events", 3), 120, 500);

  private final KafkaPartitionSplitSerializer flinks = new KafkaPartitionSplitSerializer();
  private final TopicSplitSerializer serializer = new TopicSplitSerializer(flinks);

  @Test
  void keepsTheTopicsIdBesideTheOffsets() throws IOException {
    Uuid id = new Uuid(0x0123456789abcdefL, 0x7edcba9876543210L);

    KafkaPartitionSplit read = copy(new TopicSplit(SPLIT, id));

    assertThat(read).isEqualTo(SPLIT);
    assertThat(TopicSplit.topicOf(read)).contains(id);
  }

  @Test
  void keepsASplitWithoutAnId() throws IOException {
    assertThat(copy(SPLIT)).isEqualTo(SPLIT);
    assertThat(TopicSplit.topicOf(copy(SPLIT))).isEmpty();
  }

  @Test
  void readsWhatReleasesBeforeItWrote() throws IOException {
    assertThat(serializer.deserialize(flinks.getVersion(), flinks.serialize(SPLIT)))
        .isEqualTo(SPLIT);
  }

  @Test
  void refusesTheStateOfANewerRelease() {
    assertThatThrownBy(() -> serializer.deserialize(1_001, new byte[40]))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "the state of a partition has version 1001 and 40 bytes, but this release reads version 1000 of at least 20 bytes; resume it with the release that wrote it");
  }

  private KafkaPartitionSplit copy(KafkaPartitionSplit split) throws IOException {
    return serializer.deserialize(serializer.getVersion(), serializer.serialize(split));
  }
}
