package dev.tagstream.cli.model;

import dev.tagstream.cli.option.CommandConsole;
import dev.tagstream.cli.option.JobOptions;
import dev.tagstream.console.Console;
import dev.tagstream.console.UserErrorException;
import dev.tagstream.pipeline.config.TaggingConfig;
import dev.tagstream.pipeline.config.TaggingOptions;
import dev.tagstream.pipeline.model.TagModel;
import dev.tagstream.pipeline.model.session.SessionRegistry;
import dev.tagstream.pipeline.model.session.UnusableDeviceException;
import dev.tagstream.pipeline.model.session.UnusableModelException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code tagstream warm}. */
@Command(
    name = "warm",
    description = {
      "Loads a model on a device as the job does, runs it once in each batch size, and"
          + " closes it. With TensorRT and a cache this builds the engines, which takes minutes,"
          + " so the job starts at once later. Run it on the machine that will run the job, with"
          + " the options of the job."
    },
    footer = {
      "",
      "Example:",
      "  tagstream warm resnet50.onnx --tagging.device.provider tensorrt \\",
      "    --tagging.device.tensorrt-cache /var/cache/tagstream --tagging.batch.max-images 64"
    })
public final class WarmCommand implements Callable<Integer> {

  /** The job's options require a broker. This command never connects to it. */
  private static final String NO_BROKER = "localhost:9092";

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "MODEL", description = "A model from 'tagstream export'.")
  private Path model;

  @Mixin private JobOptions jobOptions;

  @Override
  public Integer call() {
    Console console = CommandConsole.of(spec);
    TaggingConfig config = config();
    console.say("opening %s on %s".formatted(model, config.device().provider()));
    long begin = System.nanoTime();
    try (TagModel opened =
        SessionRegistry.ofProcess()
            .lease(model, config.device().requested(), config.batch().maxImages())) {
      Duration took = Duration.ofNanos(System.nanoTime() - begin);
      spec.commandLine()
          .getOut()
          .printf(
              "%s ran a blank image in each batch size on %s, %.1f s%n",
              opened.contract().name(), opened.facts().device(), took.toMillis() / 1000.0);
    } catch (UnusableModelException | UnusableDeviceException unusable) {
      throw new UserErrorException(String.valueOf(unusable.getMessage()));
    }
    return 0;
  }

  private TaggingConfig config() {
    Map<String, String> options = new LinkedHashMap<>(jobOptions.given());
    options.put(TaggingOptions.MODEL_FILE.key(), model.toString());
    options.put(TaggingOptions.KAFKA_BOOTSTRAP_SERVERS.key(), NO_BROKER);
    return TaggingConfig.from(Configuration.fromMap(options));
  }
}
