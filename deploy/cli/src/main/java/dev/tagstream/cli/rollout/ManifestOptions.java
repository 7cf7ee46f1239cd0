package dev.tagstream.cli.rollout;

import dev.tagstream.cli.option.KafkaOptions;
import dev.tagstream.console.UserErrorException;
import dev.tagstream.pipeline.kafka.KafkaConnection;
import dev.tagstream.pipeline.kafka.ManifestTopic;
import dev.tagstream.pipeline.kafka.Topics;
import dev.tagstream.pipeline.rollout.InvalidManifestException;
import dev.tagstream.pipeline.rollout.ManifestFile;
import dev.tagstream.pipeline.rollout.ManifestReader;
import dev.tagstream.pipeline.rollout.ManifestSource;
import dev.tagstream.pipeline.rollout.ModelManifest;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Options of where the manifest of a job's models is. */
public final class ManifestOptions {

  @Option(
      names = "--job",
      paramLabel = "NAME",
      defaultValue = "tagstream",
      description = "The job's name, which is tagging.job.name. Default: ${DEFAULT-VALUE}")
  private String job = "";

  @Option(
      names = "--topic",
      paramLabel = "TOPIC",
      defaultValue = "tagstream-models",
      description =
          "The topic of manifests, which is the job's tagging.models.topic. Default:"
              + " ${DEFAULT-VALUE}")
  private String topic = "";

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description =
          "The file of the manifest, which is the job's tagging.models.file, instead of a topic.")
  private @Nullable String file;

  @Mixin private KafkaOptions kafka;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  /** The newest manifest; null if there is none. */
  @Nullable ModelManifest find() throws InterruptedException {
    ManifestSource source = source();
    try (ManifestReader reader = source.open()) {
      return reader.read();
    } catch (InvalidManifestException invalid) {
      throw new UserErrorException(source.place() + ": " + invalid.getMessage());
    } catch (IOException unreadable) {
      throw new UserErrorException("%s: cannot be read: %s".formatted(source.place(), unreadable));
    }
  }

  /** The newest manifest. */
  ModelManifest read() throws InterruptedException {
    ModelManifest manifest = find();
    if (manifest == null) {
      throw new UserErrorException(
          source().place() + ": there is no manifest; write one with 'tagstream models set'");
    }
    return manifest;
  }

  /** The newest manifest, or one that goes on with the model that the job was started with. */
  ModelManifest findOrBegin(Instant now) throws InterruptedException {
    ModelManifest manifest = find();
    return manifest == null ? ModelManifest.begin(now) : manifest;
  }

  /** Replaces the manifest, and prints its newest epoch. */
  void publish(ModelManifest manifest) throws InterruptedException {
    write(manifest);
    PrintWriter out = command.commandLine().getOut();
    out.println(ModelLines.models(manifest.current()));
    out.flush();
  }

  private void write(ModelManifest manifest) throws InterruptedException {
    if (file == null) {
      topic().write(manifest);
      return;
    }
    try {
      new ManifestFile(file).write(manifest);
    } catch (IOException refused) {
      throw new UserErrorException("%s: cannot be written: %s".formatted(file, refused));
    }
  }

  private ManifestSource source() throws InterruptedException {
    return file == null ? topic() : new ManifestFile(file);
  }

  private ManifestTopic topic() throws InterruptedException {
    KafkaConnection connection = kafka.connection();
    try (Topics topics = Topics.of(connection)) {
      topics.clusterId(); // says in one line that no broker answers
    }
    return new ManifestTopic(connection, topic, job);
  }
}
