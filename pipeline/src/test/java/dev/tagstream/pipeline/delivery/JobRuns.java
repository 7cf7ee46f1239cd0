package dev.tagstream.pipeline.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tagstream.embedded.EmbeddedFlink;
import dev.tagstream.embedded.EmbeddedJob;
import dev.tagstream.pipeline.TaggingJob;
import dev.tagstream.pipeline.config.TaggingConfig;
import dev.tagstream.pipeline.kafka.KafkaConnection;
import dev.tagstream.pipeline.kafka.Topics;
import dev.tagstream.pipeline.model.TestModels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.runtime.checkpoint.CheckpointException;
import org.apache.flink.runtime.dispatcher.UnavailableDispatcherOperationException;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Runs of the job on three topics of one name, {@code NAME-events}, {@code NAME-tags} and {@code
 * NAME-rejects}, of one partition each.
 *
 * @param flink where it runs
 * @param connection to the broker
 * @param model a file of {@link TestModels#dominantColor}
 */
record JobRuns(EmbeddedFlink flink, KafkaConnection connection, Path model) {

  /** How many events {@link #publish} sends. */
  static final int EVENTS = 120;

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  void createTopics(String name) throws InterruptedException {
    try (Topics topics = Topics.of(connection)) {
      topics.create(1, List.of(name + "-events", name + "-tags", name + "-rejects"));
    }
  }

  /** Deletes the events' topic and creates another one of its name. */
  void recreateEventsTopic(String name) throws Exception {
    try (Admin admin = Admin.create(connection.with(Map.of()));
        Topics topics = Topics.of(connection)) {
      admin.deleteTopics(List.of(name + "-events")).all().get();
      await("the deletion")
          .until(() -> !admin.listTopics().names().get().contains(name + "-events"));
      topics.create(1, List.of(name + "-events"));
    }
  }

  void publish(String name) throws Exception {
    publish(name, 1);
  }

  /** Sends {@link #EVENTS} events for each round. */
  void publish(String name, int rounds) throws Exception {
    publish(name, ColorEvents.rounds("", rounds));
  }

  /** Sends the first few of these events. */
  void publishFirst(String name, int count) throws Exception {
    publish(name, ColorEvents.rounds("", 1).subList(0, count));
  }

  /** Sends events in their order. */
  void publish(String name, List<ColorEvents.Event> events) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            connection.forProducer(Map.of()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      Future<RecordMetadata> sent = CompletableFuture.completedFuture(null);
      for (ColorEvents.Event event : events) {
        sent = producer.send(new ProducerRecord<>(name + "-events", event.value()));
      }
      // one partition takes records in their order
      sent.get();
    }
  }

  EmbeddedJob submit(String name, Map<String, String> options) throws InterruptedException {
    return submit(name, new Configuration(), options);
  }

  EmbeddedJob restore(String name, String savepoint, Map<String, String> options)
      throws InterruptedException {
    return submit(
        name, new Configuration().set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint), options);
  }

  /** Submits the job to a Flink with further settings. */
  EmbeddedJob submit(String name, Configuration settings, Map<String, String> options)
      throws InterruptedException {
    return flink.submit(build(name, settings, options));
  }

  /** Builds the job without submitting it. */
  StreamExecutionEnvironment build(String name, Configuration settings, Map<String, String> options)
      throws InterruptedException {
    StreamExecutionEnvironment environment = flink.newEnvironment();
    environment.configure(settings);
    environment.setParallelism(1);
    TaggingJob.build(environment, config(name, options));
    return environment;
  }

  /** How often readers of committed records see an answer, by the event's place on its topic. */
  Map<String, Integer> answers(String name) throws Exception {
    Map<String, Integer> answers = new TreeMap<>();
    try (CommittedAnswers committed =
        new CommittedAnswers(connection, name + "-tags", name + "-rejects")) {
      committed.readToEnd(answer -> answers.merge(answer.place(), 1, Integer::sum));
    }
    return answers;
  }

  /** How many answers readers of committed records see. */
  int count(String name) throws Exception {
    return answers(name).values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Waits until there are so many answers. */
  void awaitCount(String name, int count) {
    await(count + " answers").atMost(PATIENCE).until(() -> count(name) >= count);
  }

  /** Waits until so many events have an answer. */
  void awaitAnswers(String name, int count) {
    await(count + " answers").atMost(PATIENCE).until(() -> answers(name).size() >= count);
  }

  /** Makes checkpoints until so many events have an answer. */
  void checkpointUntilAnswered(EmbeddedJob job, String name, int count) {
    await(count + " answers")
        .atMost(PATIENCE)
        .until(
            () -> {
              try {
                job.checkpoint();
              } catch (ExecutionException e) {
                // refused while the job or some of its tasks still start
                assertThat(e)
                    .rootCause()
                    .isInstanceOfAny(
                        CheckpointException.class, UnavailableDispatcherOperationException.class);
              }
              return answers(name).size() >= count;
            });
  }

  /** Waits until transactions of a run's sinks are in a state. */
  void awaitTransactions(String name, TransactionState state, int count) {
    try (Admin admin = Admin.create(connection.with(Map.of()))) {
      await(count + " transactions are " + state)
          .atMost(PATIENCE)
          .until(
              () ->
                  admin.listTransactions().all().get().stream()
                          .filter(transaction -> transaction.state() == state)
                          .filter(
                              transaction ->
                                  transaction.transactionalId().startsWith(name + "-" + name))
                          .count()
                      >= count);
    }
  }

  private TaggingConfig config(String name, Map<String, String> options) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("tagging.model.file", model.toString());
    all.put("tagging.device.provider", "cpu");
    all.put("tagging.checkpoint.interval", "1 s");
    all.put("tagging.kafka.bootstrap-servers", connection.bootstrapServers());
    all.put("tagging.kafka.group-id", name);
    all.put("tagging.kafka.images-topic", name + "-events");
    all.put("tagging.kafka.tags-topic", name + "-tags");
    all.put("tagging.kafka.rejects-topic", name + "-rejects");
    all.putAll(options);
    return TaggingConfig.from(Configuration.fromMap(all));
  }
}
