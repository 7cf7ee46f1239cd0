package dev.tagstream.pipeline;

import dev.tagstream.pipeline.config.TaggingConfig;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The job as one page: the way of an image from its topic to its tags. */
public final class TaggingJob {

  private TaggingJob() {}

  /** Puts the job into the environment, which the caller then executes. */
  public static void build(StreamExecutionEnvironment environment, TaggingConfig config) {
    environment.enableCheckpointing(config.checkpointInterval().toMillis());
    environment.getConfig().enableObjectReuse();
  }
}
