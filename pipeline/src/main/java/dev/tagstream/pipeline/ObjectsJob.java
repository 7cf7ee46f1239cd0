package dev.tagstream.pipeline;

import static org.apache.flink.api.common.eventtime.WatermarkStrategy.noWatermarks;

import dev.tagstream.pipeline.config.InvalidConfigException;
import dev.tagstream.pipeline.config.ObjectsConfig;
import dev.tagstream.pipeline.config.TaggingConfig;
import dev.tagstream.pipeline.config.TaggingOptions;
import dev.tagstream.pipeline.kafka.GroupLag;
import dev.tagstream.pipeline.kafka.KafkaConnection;
import dev.tagstream.pipeline.objects.BacklogMetrics;
import dev.tagstream.pipeline.objects.ObjectStores;
import dev.tagstream.pipeline.objects.ReadPages;
import dev.tagstream.pipeline.objects.read.ReadSettings;
import dev.tagstream.pipeline.objects.result.CompleteRun;
import dev.tagstream.pipeline.objects.result.CountResults;
import dev.tagstream.pipeline.objects.result.ResultFiles;
import dev.tagstream.pipeline.objects.result.SuccessFile;
import dev.tagstream.pipeline.objects.source.ObjectSource;
import dev.tagstream.pipeline.objects.source.UrgentJob;
import dev.tagstream.pipeline.objects.store.StoreFactory;
import dev.tagstream.pipeline.operator.RejectsOutput;
import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.TaggedImage;
import java.util.Locale;
import java.util.OptionalLong;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/**
 * The job that reads images from objects and writes results to files. The steps between are those
 * of the job for topics.
 *
 * @param config the configuration of the job
 * @param objects the objects and the folder of results
 */
record ObjectsJob(TaggingConfig config, ObjectsConfig objects) {

  /** Adds the job to the environment. */
  void build(StreamExecutionEnvironment environment, StoreFactory stores) {
    requireCommitsInTime(environment);
    Steps steps = Steps.of(config);
    ReadPages manifest = new ReadPages(objects.resultsPath(), objects.selection());
    ReadSettings reading =
        new ReadSettings(
            config.limits().maxEncodedBytes(), objects.imageColumn(), objects.idColumn());
    var encoded =
        environment
            .fromSource(
                new ObjectSource(
                    objects.uris(),
                    stores,
                    reading,
                    manifest,
                    BacklogMetrics::register,
                    objects.maxImagesPerSecond(),
                    urgentJob()),
                noWatermarks(),
                "objects")
            .uid("objects")
            .process(steps.readObjects())
            .name("read-objects")
            .uid("read-objects");
    TaggedStreams answers = TaggingJob.tag(encoded, steps);
    var tagged =
        answers
            .tagged()
            .transform("count-tagged", TypeInformation.of(TaggedImage.class), new CountResults<>())
            .uid("count-tagged");
    tagged.sinkTo(files().tags()).name("tags-files").uid("tags-files");
    var rejected =
        encoded
            .getSideOutput(RejectsOutput.TAG)
            .union(answers.rejected())
            .transform(
                "count-rejected", TypeInformation.of(RejectedImage.class), new CountResults<>())
            .uid("count-rejected");
    rejected.sinkTo(files().rejects()).name("rejects-files").uid("rejects-files");
    tagged
        .getSideOutput(CountResults.COUNTS)
        .global()
        .connect(rejected.getSideOutput(CountResults.COUNTS).global())
        .transform(
            "complete-run",
            Types.VOID,
            new CompleteRun(new SuccessFile(objects.resultsPath()), manifest))
        .uid("complete-run")
        .forceNonParallel();
  }

  /**
   * The run is complete when the tasks that count have finished, so the same tasks must commit the
   * files, the last ones before they finish.
   */
  private static void requireCommitsInTime(StreamExecutionEnvironment environment) {
    ReadableConfig settings = environment.getConfiguration();
    require(settings, PipelineOptions.OPERATOR_CHAINING, true);
    require(settings, CheckpointingOptions.ENABLE_CHECKPOINTS_AFTER_TASKS_FINISH, true);
    require(settings, ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.STREAMING);
  }

  private static <T> void require(ReadableConfig settings, ConfigOption<T> option, T value) {
    T found = settings.get(option);
    if (!found.equals(value)) {
      throw new InvalidConfigException(
          "%s must be %s where %s is objects but was '%s'"
              .formatted(
                  option.key(), lowerCase(value), TaggingOptions.SOURCE.key(), lowerCase(found)));
    }
  }

  private static String lowerCase(Object value) {
    return value.toString().toLowerCase(Locale.ROOT);
  }

  private @Nullable UrgentJob urgentJob() {
    String group = objects.liveGroupId();
    if (group == null) {
      return null;
    }
    KafkaConnection connection = KafkaConnection.of(config.kafka());
    String topic = config.kafka().topics().images();
    return new UrgentJob(
        () -> new LiveLag(new GroupLag(connection, topic, group)), objects.maxLiveLag());
  }

  /** The lag of the live job, which reads a topic. */
  private record LiveLag(GroupLag group) implements UrgentJob.Lag {

    @Override
    public OptionalLong records() throws InterruptedException {
      return group.now();
    }

    @Override
    public void close() {
      group.close();
    }
  }

  private ResultFiles files() {
    return new ResultFiles(objects.resultsPath(), objects.format());
  }

  /** The stores for the schemes of URIs. */
  StoreFactory stores() {
    return new ObjectStores(objects.s3());
  }
}
