package dev.tagstream.pipeline;

import static org.apache.flink.api.common.eventtime.WatermarkStrategy.noWatermarks;

import dev.tagstream.pipeline.config.Arguments;
import dev.tagstream.pipeline.config.InvalidConfigException;
import dev.tagstream.pipeline.config.ObjectsConfig;
import dev.tagstream.pipeline.config.TaggingConfig;
import dev.tagstream.pipeline.duplicate.SharedTags;
import dev.tagstream.pipeline.kafka.BrokerRequirements;
import dev.tagstream.pipeline.kafka.Endpoints;
import dev.tagstream.pipeline.kafka.KafkaEndpoints;
import dev.tagstream.pipeline.kafka.Leases;
import dev.tagstream.pipeline.kafka.ResultLimits;
import dev.tagstream.pipeline.kafka.UnusableKafkaException;
import dev.tagstream.pipeline.kafka.lease.LeaseTerms;
import dev.tagstream.pipeline.kafka.registry.UnusableRegistryException;
import dev.tagstream.pipeline.model.session.UnusableModelException;
import dev.tagstream.pipeline.operator.AnswerDuplicates;
import dev.tagstream.pipeline.operator.EmitTags;
import dev.tagstream.pipeline.operator.FetchImagesFactory;
import dev.tagstream.pipeline.operator.FetchSettings;
import dev.tagstream.pipeline.operator.ImageTaggerFactory;
import dev.tagstream.pipeline.operator.RejectsOutput;
import dev.tagstream.pipeline.operator.RememberTags;
import dev.tagstream.pipeline.operator.TaggedBatch;
import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.record.SourceRecord;
import dev.tagstream.pipeline.rollout.ManifestSource;
import java.util.function.UnaryOperator;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/** The job on one page: the path of an image from its topic to its tags. */
public final class TaggingJob {

  private TaggingJob() {}

  /**
   * Runs the job. {@code --key value} sets an option; {@code --config FILE} reads options from a
   * file.
   */
  public static void main(String... arguments) throws Exception {
    var environment = StreamExecutionEnvironment.getExecutionEnvironment();
    TaggingConfig config =
        SetUp.orExit(
            () -> {
              TaggingConfig read = TaggingConfig.from(Arguments.parse(arguments));
              build(environment, read);
              return read;
            });
    environment.execute(config.jobName());
  }

  /**
   * Adds the job to the environment; the caller then executes it.
   *
   * @throws UnusableModelException if the model file cannot be used
   * @throws UnusableKafkaException if no broker answers, a topic does not exist, or another job
   *     holds the same transactional prefix
   * @throws UnusableRegistryException if no schema registry answers, or it lacks a schema
   */
  public static void build(StreamExecutionEnvironment environment, TaggingConfig config)
      throws InterruptedException {
    ObjectsConfig objects = config.objects();
    if (objects != null) {
      configure(environment, config);
      ObjectsJob job = new ObjectsJob(config, objects);
      job.build(environment, job.stores());
      return;
    }
    BrokerRequirements.check(config.kafka(), StartPatience.here());
    ResultLimits limits = ResultLimits.of(config.kafka());
    LeaseTerms lease = Leases.awaitFree(config.kafka(), environment.getConfiguration());
    build(environment, config, KafkaEndpoints.of(config, limits, lease));
  }

  static void build(
      StreamExecutionEnvironment environment, TaggingConfig config, Endpoints endpoints)
      throws InterruptedException {
    configure(environment, config);
    Steps steps = Steps.of(config);

    DataStream<SourceRecord> records =
        environment
            .fromSource(endpoints.images(), noWatermarks(), "image-events")
            .uid("image-events");
    DataStream<SourceRecord> stamped = stampEpochs(records, steps, endpoints.models());
    var read =
        (config.rebalanceImages() ? stamped.rebalance() : stamped)
            .process(steps.readImageEvents())
            .name("read-image-events")
            .uid("read-image-events");
    TaggedStreams answers = fetchAndTag(read, steps);

    answers.tagged().sinkTo(endpoints.tags()).name("image-tags").uid("image-tags");
    read.getSideOutput(RejectsOutput.TAG)
        .union(answers.rejected())
        .sinkTo(endpoints.rejects())
        .name("image-rejects")
        .uid("image-rejects");
    if (endpoints.shadows() != null) {
      answers
          .shadows()
          .sinkTo(endpoints.shadows())
          .name("image-tags-shadow")
          .uid("image-tags-shadow");
    }
    for (int i = 0; i < steps.also().size(); i++) {
      String name = "image-tags-" + steps.also().get(i).name();
      answers.also().get(i).sinkTo(endpoints.also().get(i)).name(name).uid(name);
    }
  }

  /** Stamps records with the epoch of the job's models, if the job may switch models. */
  private static DataStream<SourceRecord> stampEpochs(
      DataStream<SourceRecord> records, Steps steps, @Nullable ManifestSource models) {
    return models == null
        ? records
        : records
            .transform(
                "model-epochs", TypeInformation.of(SourceRecord.class), steps.stampEpochs(models))
            .uid("model-epochs");
  }

  /** Fetches the images that events name by URI, if fetching is configured, and tags all images. */
  private static TaggedStreams fetchAndTag(DataStream<EncodedImage> read, Steps steps) {
    FetchSettings fetch = steps.config().fetch();
    if (fetch == null) {
      return tag(read, steps);
    }
    var fetched =
        read.transform(
                "fetch-images",
                TypeInformation.of(EncodedImage.class),
                new FetchImagesFactory(fetch))
            .uid("fetch-images");
    TaggedStreams answers = tag(fetched, steps);
    return new TaggedStreams(
        answers.tagged(),
        answers.rejected().union(fetched.getSideOutput(RejectsOutput.TAG)),
        answers.shadows(),
        answers.also());
  }

  /**
   * Adds the tagging steps to a job of your own, between any source and any sinks. Every image
   * comes out once, tagged or rejected. Your job configures its own checkpoints. The steps have
   * uids, so a job can contain them only once.
   *
   * @param images each with a source of its own: the crash guard recognizes images that killed the
   *     process by it
   * @param config such as {@link TaggingConfig#withoutTopics} reads; its topics and checkpoint
   *     interval are not used
   * @throws UnusableModelException if the model file cannot be used
   */
  public static TaggedStreams tag(DataStream<EncodedImage> images, TaggingConfig config) {
    return tag(images, Steps.of(config));
  }

  /**
   * The same steps in one object, for a function that has no stream, such as one of SQL.
   *
   * @param config as for {@link #tag}; its batches have no deadline and no target latency
   * @throws InvalidConfigException if the model file cannot do what the options ask for
   * @throws UnusableModelException if the model file cannot be used
   */
  public static ImageTaggerFactory imageTagger(TaggingConfig config) {
    return Steps.of(config).imageTagger();
  }

  static TaggedStreams tag(DataStream<EncodedImage> images, Steps steps) {
    SharedTags known = steps.duplicates();
    if (known == null) {
      return tag(images, steps, tagged -> tagged);
    }
    var unknown =
        images
            .process(new AnswerDuplicates(known))
            .name("answer-duplicates")
            .uid("answer-duplicates");
    return tag(
        unknown,
        steps,
        tagged ->
            tagged
                .map(new RememberTags(known))
                .name("remember-tags")
                .uid("remember-tags")
                .union(unknown.getSideOutput(AnswerDuplicates.ANSWERED)));
  }

  /**
   * Adds the steps for images that are all to be tagged.
   *
   * @param joining what happens to tagged batches before their results are counted
   */
  private static TaggedStreams tag(
      DataStream<EncodedImage> images,
      Steps steps,
      UnaryOperator<DataStream<TaggedBatch>> joining) {
    var decoded = steps.decodeImages(images).uid("decode-images");
    var batches = steps.formBatches(decoded, steps.groups().get(0), "");
    var answers = batches.map(steps.tagImages()).name("tag-images").uid("tag-images");
    var tagged =
        joining.apply(answers).process(steps.emitTags()).name("emit-tags").uid("emit-tags");
    return new TaggedStreams(
        tagged,
        decoded.getSideOutput(RejectsOutput.TAG).union(tagged.getSideOutput(RejectsOutput.TAG)),
        tagged.getSideOutput(EmitTags.SHADOWS),
        new AlsoModels(steps).tag(decoded, batches));
  }

  static void configure(StreamExecutionEnvironment environment, TaggingConfig config) {
    Checkpoints.configure(environment, config);
    // steps in one task hand records on as they are, and no type falls back to Kryo
    environment.configure(
        new Configuration()
            .set(PipelineOptions.OBJECT_REUSE, true)
            .set(PipelineOptions.GENERIC_TYPES, false));
  }
}
