package dev.tagstream.pipeline;

import static org.apache.flink.api.common.eventtime.WatermarkStrategy.noWatermarks;

import dev.tagstream.pipeline.config.ObjectsConfig;
import dev.tagstream.pipeline.config.TaggingConfig;
import dev.tagstream.pipeline.kafka.GroupLag;
import dev.tagstream.pipeline.kafka.KafkaConnection;
import dev.tagstream.pipeline.objects.BacklogMetrics;
import dev.tagstream.pipeline.objects.ObjectStores;
import dev.tagstream.pipeline.objects.ReadPages;
import dev.tagstream.pipeline.objects.read.ReadSettings;
import dev.tagstream.pipeline.objects.result.ResultFiles;
import dev.tagstream.pipeline.objects.source.ObjectSource;
import dev.tagstream.pipeline.objects.source.UrgentJob;
import dev.tagstream.pipeline.objects.store.StoreFactory;
import dev.tagstream.pipeline.operator.RejectsOutput;
import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.TaggedImage;
import java.util.OptionalLong;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.typeinfo.TypeInformation;
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
    Steps steps = Steps.of(config);
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
                    manifest(),
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
    answers
        .tagged()
        .transform("count-tagged", TypeInformation.of(TaggedImage.class), files().countTags())
        .uid("count-tagged")
        .sinkTo(files().tags())
        .name("tags-files")
        .uid("tags-files");
    encoded
        .getSideOutput(RejectsOutput.TAG)
        .union(answers.rejected())
        .transform(
            "count-rejected", TypeInformation.of(RejectedImage.class), files().countRejects())
        .uid("count-rejected")
        .sinkTo(files().rejects())
        .name("rejects-files")
        .uid("rejects-files");
  }

  /**
   * Runs the job of the environment. A run is complete when the job has tagged everything and its
   * sinks have committed all results. Only a program that waits for the job's end can record that:
   * Flink reads a job's status hooks without the job's own classes.
   */
  void execute(StreamExecutionEnvironment environment) throws Exception {
    JobExecutionResult result = environment.execute(config.jobName());
    if (result.isJobExecutionResult() && files().finish()) {
      manifest().finish();
    }
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

  private ReadPages manifest() {
    return new ReadPages(objects.resultsPath(), objects.selection());
  }

  private ResultFiles files() {
    return new ResultFiles(objects.resultsPath(), objects.format());
  }

  /** The stores for the schemes of URIs. */
  StoreFactory stores() {
    return new ObjectStores(objects.s3());
  }
}
