package dev.tagstream.bench.job;

import dev.tagstream.console.UserErrorException;
import dev.tagstream.embedded.EmbeddedBroker;
import dev.tagstream.embedded.EmbeddedFlink;
import dev.tagstream.embedded.EmbeddedJob;
import dev.tagstream.pipeline.TaggingJob;
import dev.tagstream.pipeline.config.KafkaConfig;
import dev.tagstream.pipeline.config.TaggingConfig;
import dev.tagstream.pipeline.config.TaggingOptions;
import dev.tagstream.pipeline.kafka.KafkaConnection;
import dev.tagstream.pipeline.kafka.Topics;
import dev.tagstream.pipeline.model.session.DeviceRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.client.JobExecutionException;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A broker, Flink and a job in this process, for the duration of a benchmark. */
public final class RunningJob implements AutoCloseable {

  private final EmbeddedBroker broker;
  private final EmbeddedFlink flink;
  private final TaggingConfig config;
  private final EmbeddedJob job;

  /** Adds a job to an environment. */
  @FunctionalInterface
  public interface JobBuilder {
    void build(StreamExecutionEnvironment environment, TaggingConfig config)
        throws InterruptedException;
  }

  private RunningJob(
      EmbeddedBroker broker, EmbeddedFlink flink, TaggingConfig config, EmbeddedJob job) {
    this.broker = broker;
    this.flink = flink;
    this.config = config;
    this.job = job;
  }

  /**
   * Starts the tagging job.
   *
   * @param model the model file
   * @param options of the job that differ from their defaults
   * @param slots the parallelism; the topics have as many partitions
   */
  public static RunningJob start(Path model, Map<String, String> options, int slots)
      throws IOException, InterruptedException {
    return start(model, options, slots, TaggingJob::build);
  }

  /** Starts another job on the same topics. */
  public static RunningJob start(
      Path model, Map<String, String> options, int slots, JobBuilder builder)
      throws IOException, InterruptedException {
    EmbeddedBroker broker = EmbeddedBroker.start();
    try {
      TaggingConfig config = config(model, options, broker.bootstrapServers());
      createTopics(config, slots);
      EmbeddedFlink flink = EmbeddedFlink.start(slots);
      try {
        StreamExecutionEnvironment environment = flink.newEnvironment();
        builder.build(environment, config);
        return new RunningJob(broker, flink, config, flink.submit(environment));
      } catch (Throwable e) {
        flink.close();
        throw e;
      }
    } catch (Throwable e) {
      broker.close();
      throw e;
    }
  }

  private static TaggingConfig config(
      Path model, Map<String, String> options, String bootstrapServers) {
    Configuration settings = new Configuration();
    settings.set(TaggingOptions.DEVICE_PROVIDER, DeviceRequest.Choice.CPU);
    options.forEach(settings::setString);
    settings.set(TaggingOptions.MODEL_FILE, model.toString());
    settings.set(TaggingOptions.KAFKA_BOOTSTRAP_SERVERS, bootstrapServers);
    return TaggingConfig.from(settings);
  }

  private static void createTopics(TaggingConfig config, int partitions)
      throws InterruptedException {
    try (Topics topics = Topics.of(KafkaConnection.to(config.kafka().bootstrapServers()))) {
      KafkaConfig.Topics names = config.kafka().topics();
      List<String> all = new ArrayList<>(List.of(names.images(), names.tags(), names.rejects()));
      if (names.shadow() != null) {
        all.add(names.shadow());
      }
      topics.create(partitions, all);
    }
  }

  /** The connection to the broker. */
  public KafkaConnection connection() {
    return KafkaConnection.to(broker.bootstrapServers());
  }

  /** The size of a full batch of the job, in images. */
  public int batchImages() {
    return config.batch().maxImages();
  }

  /** The configuration of the job. */
  public TaggingConfig config() {
    return config;
  }

  /**
   * Checks that the job is still running.
   *
   * @throws JobExecutionException if the job has failed
   * @throws UserErrorException if the job has ended
   */
  void requireRunning() throws InterruptedException, JobExecutionException {
    if (job.hasEnded()) {
      job.awaitEnd();
      throw new UserErrorException("the job ended too early");
    }
  }

  @Override
  public void close() {
    try {
      if (!job.hasEnded()) {
        job.cancel();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      flink.close();
      broker.close();
    }
  }
}
