package dev.tagstream.cli.demo;

import dev.tagstream.cli.publish.PublishImages;
import dev.tagstream.cli.results.ReadOutcomes;
import dev.tagstream.console.Console;
import dev.tagstream.console.ImageFile;
import dev.tagstream.console.ImageFolder;
import dev.tagstream.console.Progress;
import dev.tagstream.embedded.EmbeddedBroker;
import dev.tagstream.embedded.EmbeddedFlink;
import dev.tagstream.embedded.EmbeddedJob;
import dev.tagstream.pipeline.TaggingJob;
import dev.tagstream.pipeline.config.KafkaConfig;
import dev.tagstream.pipeline.config.Mode;
import dev.tagstream.pipeline.config.TaggingConfig;
import dev.tagstream.pipeline.config.TaggingOptions;
import dev.tagstream.pipeline.kafka.KafkaConnection;
import dev.tagstream.pipeline.kafka.Topics;
import dev.tagstream.pipeline.model.ModelContract;
import dev.tagstream.pipeline.model.session.ModelFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.client.JobExecutionException;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Broker, Flink and the job in this process: publishes a folder, runs the job, and reads the
 * outcomes.
 *
 * <p>All images are published first and the job runs in batch mode. The job therefore ends by
 * itself, and the demo detects a lost image at once.
 */
public final class Demo {

  /** Results appear at checkpoints, and a viewer should not wait for them. */
  private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(1);

  private final Path model;
  private final Map<String, String> jobOptions;
  private final int slots;
  private final Console console;

  /**
   * A demo.
   *
   * @param model the model file
   * @param jobOptions {@code tagging.*} options of the job, in addition to the demo's own
   * @param slots the number of images processed in parallel
   * @param console for progress
   */
  public Demo(Path model, Map<String, String> jobOptions, int slots, Console console) {
    this.model = model;
    this.jobOptions = Map.copyOf(jobOptions);
    this.slots = slots;
    this.console = console;
  }

  /** Sends all files of a folder through the job. */
  public DemoReport run(Path folder)
      throws IOException, InterruptedException, JobExecutionException {
    List<ImageFile> images = ImageFolder.list(folder);
    ModelContract contract = ModelFile.read(model);
    Tally tally = new Tally(images.stream().map(ImageFile::id).toList());
    console.say("starting a Kafka broker and Flink in this process");
    try (EmbeddedBroker broker = EmbeddedBroker.start();
        EmbeddedFlink flink = EmbeddedFlink.start(slots)) {
      KafkaConnection kafka = KafkaConnection.to(broker.bootstrapServers());
      TaggingConfig config = config(kafka);
      if (config.device().requested().meansTheCpu()) {
        console.say("running on the CPU");
      }
      KafkaConfig.Topics topics = config.kafka().topics();
      createTopics(kafka, topics);
      try (PublishImages publisher = PublishImages.to(kafka, topics.images())) {
        publisher.publishAll(images, console);
      }
      StreamExecutionEnvironment environment = flink.newEnvironment();
      TaggingJob.build(environment, config);
      follow(flink.submit(environment), kafka, topics, tally);
    }
    return new DemoReport(tally, contract, folder.toRealPath().getFileName().toString());
  }

  private TaggingConfig config(KafkaConnection connection) {
    Configuration settings = new Configuration();
    settings.set(TaggingOptions.CHECKPOINT_INTERVAL, CHECKPOINT_INTERVAL);
    jobOptions.forEach(settings::setString);
    settings.set(TaggingOptions.MODEL_FILE, model.toString());
    settings.set(TaggingOptions.MODE, Mode.BATCH);
    settings.set(TaggingOptions.KAFKA_BOOTSTRAP_SERVERS, connection.bootstrapServers());
    return TaggingConfig.from(settings);
  }

  private void createTopics(KafkaConnection connection, KafkaConfig.Topics names)
      throws InterruptedException {
    try (Topics topics = Topics.of(connection)) {
      topics.create(slots, List.of(names.images(), names.tags(), names.rejects()));
    }
  }

  /** Reads outcomes while the job runs, and the remaining ones after its end. */
  private void follow(
      EmbeddedJob job, KafkaConnection connection, KafkaConfig.Topics topics, Tally tally)
      throws InterruptedException, JobExecutionException {
    try (ReadOutcomes outcomes = ReadOutcomes.from(connection, topics.tags(), topics.rejects());
        Progress progress = console.progress("tagged", tally.published())) {
      while (!job.hasEnded()) {
        outcomes.readSome(tally::add);
        progress.done(tally.outcomes().size());
      }
      job.awaitEnd();
      outcomes.readToEnd(tally::add);
      progress.done(tally.outcomes().size());
    }
  }
}
