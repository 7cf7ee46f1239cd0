package dev.tagstream.cli.job;

import dev.tagstream.cli.option.CommandConsole;
import dev.tagstream.cli.option.Slots;
import dev.tagstream.cli.state.RunIdentity;
import dev.tagstream.cli.state.StateFolder;
import dev.tagstream.console.Console;
import dev.tagstream.console.UserErrorException;
import dev.tagstream.embedded.EmbeddedFlink;
import dev.tagstream.embedded.EmbeddedJob;
import dev.tagstream.pipeline.TaggingJob;
import dev.tagstream.pipeline.config.KafkaConfig;
import dev.tagstream.pipeline.config.Mode;
import dev.tagstream.pipeline.config.TaggingConfig;
import dev.tagstream.pipeline.kafka.BrokerRequirements;
import dev.tagstream.pipeline.kafka.KafkaConnection;
import dev.tagstream.pipeline.kafka.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code tagstream run}. */
@Command(
    name = "run",
    description = {
      "Runs the job in this process, with an embedded Flink, against an existing Kafka"
          + " cluster.",
      "",
      "Ctrl-C stops the job between two images and saves its state. The next run resumes from that"
          + " state, or after a crash from the last checkpoint, and tags each image once. To use"
          + " more than one machine, see 'tagstream job'."
    },
    footer = {
      "",
      "Examples:",
      "  tagstream run --model resnet50.onnx --bootstrap-servers kafka-1:9092",
      "  tagstream run --mode batch --tagging.device.provider cuda --slots 4"
    })
public final class RunCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private JobSettings job;

  @Mixin private Slots slots;

  @Option(
      names = "--state",
      paramLabel = "FOLDER",
      description =
          "The folder for the job's checkpoints, and for its state between two runs. Default: a"
              + " folder for this job in $XDG_STATE_HOME/tagstream or ~/.local/state/tagstream.")
  private @Nullable Path state;

  @Option(
      names = "--start-anew",
      description =
          "Discards the saved state and resumes from the consumer group's committed offsets. After"
              + " a crash this can lose results or repeat them.")
  private boolean startAnew;

  @Option(
      names = "--heartbeat",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description =
          "How often a line says rate, images, rejects and lag; 0 for never. Default:"
              + " ${DEFAULT-VALUE}.")
  private int heartbeatSeconds;

  @Option(
      names = "--web",
      description =
          "Print the address of Flink's page, which only this machine reaches and which changes"
              + " nothing.")
  private boolean web;

  @Override
  public Integer call() throws Exception {
    if (heartbeatSeconds < 0) {
      throw new UserErrorException("--heartbeat must be at least 0 but was " + heartbeatSeconds);
    }
    TaggingConfig config = job.config();
    BrokerRequirements.check(config.kafka());
    try (StateFolder folder = openState(config.kafka())) {
      if (startAnew) {
        folder.states().delete();
      }
      if (config.mode() == Mode.STREAM) {
        run(config, folder);
      } else {
        // the state of an interrupted batch does not include records that arrived later
        while (run(config, folder)) {}
      }
    }
    return ExitCode.OK;
  }

  /** Runs the job to its end. Returns whether it resumed from a state. */
  private boolean run(TaggingConfig config, StateFolder folder) throws Exception {
    Console console = CommandConsole.of(spec);
    Optional<Path> resumed = folder.stateFor(config.mode().toString());
    try (EmbeddedFlink flink = EmbeddedFlink.start(slots.count(), folder.states())) {
      StreamExecutionEnvironment environment = flink.newEnvironment();
      TaggingJob.build(environment, config);
      EmbeddedJob running =
          resumed.isPresent()
              ? flink.resume(environment, resumed.get())
              : flink.submit(environment);
      console.say(
          "tagging %s with %s%s; Ctrl-C stops"
              .formatted(
                  config.kafka().topics().images(),
                  config.modelFile(),
                  resumed.map(path -> ", resuming from " + path).orElse("")));
      if (config.device().requested().meansTheCpu()) {
        console.say("running on the CPU");
      }
      if (web) {
        console.say("Flink's page is " + flink.restAddress());
      }
      awaitEndOrInterruption(running, new Heartbeat(console, flink.metrics()), folder);
    }
    return resumed.isPresent();
  }

  private void awaitEndOrInterruption(EmbeddedJob running, Heartbeat heartbeat, StateFolder folder)
      throws Exception {
    try {
      if (heartbeatSeconds == 0) {
        running.awaitEnd();
      } else {
        while (!running.awaitEnd(Duration.ofSeconds(heartbeatSeconds))) {
          heartbeat.beat();
        }
        heartbeat.beat();
      }
    } catch (InterruptedException e) {
      stop(running, folder);
      throw e;
    }
    // a job that has ended has committed everything, and a bounded job cannot be resumed
    folder.states().delete();
  }

  private void stop(EmbeddedJob running, StateFolder folder) throws Exception {
    try {
      running.stop();
      folder.states().keepNewest();
    } catch (IllegalStateException e) {
      CommandConsole.of(spec)
          .say(
              "the job cannot save its state now (%s); the next run resumes from the last checkpoint"
                  .formatted(e.getCause() == null ? e.getMessage() : e.getCause().getMessage()));
      running.cancel();
    }
  }

  private StateFolder openState(KafkaConfig kafka) throws InterruptedException {
    RunIdentity identity = identity(kafka);
    return StateFolder.open(
        state != null
            ? state
            : StateFolder.usual(
                identity, System.getenv(), Path.of(System.getProperty("user.home"))),
        identity);
  }

  private static RunIdentity identity(KafkaConfig kafka) throws InterruptedException {
    try (Topics topics = Topics.of(KafkaConnection.of(kafka))) {
      return new RunIdentity(
          kafka.reading().groupId(),
          Map.of(
              "cluster", topics.clusterId(),
              "images-topic", kafka.topics().images(),
              "tags-topic", kafka.topics().tags(),
              "rejects-topic", kafka.topics().rejects(),
              "group-id", kafka.reading().groupId(),
              "transactional-id-prefix", kafka.writing().transactionalIdPrefix()));
    }
  }
}
