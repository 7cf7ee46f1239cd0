package dev.tagstream.cluster;

import dev.tagstream.cli.results.Outcome;
import dev.tagstream.cli.results.ReadOutcomes;
import dev.tagstream.pipeline.kafka.KafkaConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * What became of each event: as readers of committed records see it, and how much was written in
 * all.
 */
final class Answers implements AutoCloseable {

  /** The topics of a job: events, and what becomes of them. */
  static final List<String> TOPICS = List.of("image-events", "image-tags", "image-rejects");

  private static final String TAGS = TOPICS.get(1);
  private static final String REJECTS = TOPICS.get(2);

  private static final Duration POLL = Duration.ofMillis(20);

  private final ReadOutcomes committed;
  private final KafkaConsumer<byte[], byte[]> uncommitted;
  private final Admin admin;
  private final SortedMap<String, String> answers = new TreeMap<>();
  private final Map<String, Long> epochs = new TreeMap<>();
  private int answered;
  private int written;

  Answers(KafkaConnection connection) throws InterruptedException {
    admin = Admin.create(connection.with(Map.of()));
    committed = ReadOutcomes.from(connection, TAGS, REJECTS);
    uncommitted =
        new KafkaConsumer<>(
            connection.with(Map.of("enable.auto.commit", false)),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        Stream.of(TAGS, REJECTS)
            .flatMap(topic -> uncommitted.partitionsFor(topic).stream())
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    uncommitted.assign(partitions);
    uncommitted.seekToBeginning(partitions);
  }

  /** Reads what came in within a moment. */
  void readSome() {
    written += uncommitted.poll(POLL).count();
    committed.readSome(this::add);
  }

  /** Reads until so many events have an answer. */
  void await(int count, Duration patience) {
    Awaitility.await(count + " events are answered")
        .pollInSameThread()
        .atMost(patience)
        .until(
            () -> {
              readSome();
              return answered() >= count;
            });
  }

  /** Reads everything that is committed by now. */
  void readToEnd() {
    committed.readToEnd(this::add);
    readSome();
  }

  /** How many events have an answer. */
  int answered() {
    return answers.size();
  }

  /** How many committed records answer events that had their answer already. */
  int repeated() {
    return answered - answers.size();
  }

  /** How many records were written, those in vain included. */
  int written() {
    return written;
  }

  /** How many records lie there that are not committed yet. */
  long inFlight() throws InterruptedException {
    return ends(IsolationLevel.READ_UNCOMMITTED) - ends(IsolationLevel.READ_COMMITTED);
  }

  /** The answers of each event, by its place on its topic; several are separated by commas. */
  SortedMap<String, String> all() {
    return answers;
  }

  /** The epoch of the job's models in which each event was answered, by its place on its topic. */
  Map<String, Long> epochs() {
    return epochs;
  }

  @Override
  public void close() {
    admin.close();
    committed.close();
    uncommitted.close();
  }

  /** The sum of all partitions' ends, as far as readers of one kind may read. */
  private long ends(IsolationLevel level) throws InterruptedException {
    Map<TopicPartition, OffsetSpec> latest =
        uncommitted.assignment().stream()
            .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
    try {
      return admin.listOffsets(latest, new ListOffsetsOptions(level)).all().get().values().stream()
          .mapToLong(ListOffsetsResultInfo::offset)
          .sum();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the broker does not say where its topics end", e);
    }
  }

  private void add(Outcome outcome) {
    answered++;
    if (outcome instanceof Outcome.Result result) {
      var tags = result.avro();
      add(
          tags.getSourcePartition(),
          tags.getSourceOffset(),
          tags.getModelEpoch(),
          tags.getId() + ": tagged");
    } else if (outcome instanceof Outcome.Reject rejected) {
      var reject = rejected.avro();
      add(
          reject.getSourcePartition(),
          reject.getSourceOffset(),
          reject.getModelEpoch(),
          reject.getId() + ": " + reject.getReason());
    }
  }

  private void add(int partition, long offset, @Nullable Long epoch, String answer) {
    String place = partition + "@" + offset;
    answers.merge(place, answer, (one, other) -> one + ", " + other);
    if (epoch != null) {
      epochs.put(place, epoch);
    }
  }
}
