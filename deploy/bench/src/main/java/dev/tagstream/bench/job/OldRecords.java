package dev.tagstream.bench.job;

import dev.tagstream.pipeline.kafka.KafkaConnection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;

/**
 * Deletes records that all readers have finished with, those from before the last round, so that a
 * long benchmark does not fill the disk.
 */
final class OldRecords implements AutoCloseable {

  private final Admin admin;
  private final List<String> topics;
  private Map<TopicPartition, RecordsToDelete> lastTime = Map.of();

  OldRecords(KafkaConnection connection, String... topics) {
    this.admin = Admin.create(connection.with(Map.of()));
    this.topics = List.of(topics);
  }

  /** Deletes the records that existed at the previous call. */
  void forgetBeforeLastTime() throws InterruptedException {
    try {
      admin.deleteRecords(lastTime).all().get();
      lastTime = ends();
    } catch (ExecutionException failure) {
      throw new IllegalStateException("records cannot be deleted", failure.getCause());
    }
  }

  private Map<TopicPartition, RecordsToDelete> ends()
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    for (TopicDescription topic : admin.describeTopics(topics).allTopicNames().get().values()) {
      topic
          .partitions()
          .forEach(
              partition ->
                  latest.put(
                      new TopicPartition(topic.name(), partition.partition()),
                      OffsetSpec.latest()));
    }
    Map<TopicPartition, RecordsToDelete> ends = new HashMap<>();
    for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end :
        admin.listOffsets(latest).all().get().entrySet()) {
      ends.put(end.getKey(), RecordsToDelete.beforeOffset(end.getValue().offset()));
    }
    return ends;
  }

  @Override
  public void close() {
    admin.close();
  }
}
