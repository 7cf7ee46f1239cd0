package dev.tagstream.pipeline;

import static org.apache.flink.api.common.eventtime.WatermarkStrategy.noWatermarks;

import dev.tagstream.pipeline.config.ObjectsConfig;
import dev.tagstream.pipeline.config.TaggingConfig;
import dev.tagstream.pipeline.objects.BacklogMetrics;
import dev.tagstream.pipeline.objects.ObjectStores;
import dev.tagstream.pipeline.objects.ReadPages;
import dev.tagstream.pipeline.objects.read.ReadSettings;
import dev.tagstream.pipeline.objects.result.CountResults;
import dev.tagstream.pipeline.objects.result.ResultFiles;
import dev.tagstream.pipeline.objects.source.ObjectSource;
import dev.tagstream.pipeline.objects.store.StoreFactory;
import dev.tagstream.pipeline.operator.RejectsOutput;
import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.TaggedImage;
import java.io.IOException;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
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

  private static final String TAGGED = "tagged";
  private static final String REJECTED = "rejected";

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
                    objects.maxImagesPerSecond()),
                noWatermarks(),
                "objects")
            .uid("objects")
            .process(steps.readObjects())
            .name("read-objects")
            .uid("read-objects");
    TaggedStreams answers = TaggingJob.tag(encoded, steps);
    counted(answers.tagged(), TAGGED, TypeInformation.of(TaggedImage.class))
        .sinkTo(files().tags())
        .name("tags-files")
        .uid("tags-files");
    counted(
            encoded.getSideOutput(RejectsOutput.TAG).union(answers.rejected()),
            REJECTED,
            TypeInformation.of(RejectedImage.class))
        .sinkTo(files().rejects())
        .name("rejects-files")
        .uid("rejects-files");
  }

  private static <T> DataStream<T> counted(
      DataStream<T> results, String name, TypeInformation<T> type) {
    return results
        .map(new CountResults<T>(name))
        .returns(type)
        .name("count-" + name)
        .uid("count-" + name);
  }

  /** Writes the manifest after the job has ended and its sinks have committed all results. */
  void finish(JobExecutionResult result) throws IOException {
    if (result.isJobExecutionResult()) {
      manifest().finish();
      files().finish(count(result, TAGGED), count(result, REJECTED));
    }
  }

  private static long count(JobExecutionResult result, String name) {
    @Nullable Long count = result.getAccumulatorResult(name);
    return count == null ? 0 : count;
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
