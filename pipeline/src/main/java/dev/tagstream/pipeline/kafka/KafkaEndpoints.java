package dev.tagstream.pipeline.kafka;

import static java.util.Objects.requireNonNull;

import dev.tagstream.pipeline.config.Delivery;
import dev.tagstream.pipeline.config.Framing;
import dev.tagstream.pipeline.config.KafkaConfig;
import dev.tagstream.pipeline.config.Mode;
import dev.tagstream.pipeline.config.ModelsConfig;
import dev.tagstream.pipeline.config.TaggingConfig;
import dev.tagstream.pipeline.kafka.guard.GuardedSink;
import dev.tagstream.pipeline.kafka.guard.GuardedSource;
import dev.tagstream.pipeline.kafka.guard.ImagesTopic;
import dev.tagstream.pipeline.kafka.lease.LeaseTerms;
import dev.tagstream.pipeline.kafka.registry.UnusableRegistryException;
import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.SourceRecord;
import dev.tagstream.pipeline.record.TaggedImage;
import dev.tagstream.pipeline.rollout.ManifestFile;
import dev.tagstream.pipeline.rollout.ManifestSource;
import dev.tagstream.schemas.ImageTags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.Schema;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.jspecify.annotations.Nullable;

/** The job's source and sinks in Kafka, with defaults for records of 100 KB and more. */
public final class KafkaEndpoints {

  /** Several images for each round trip and partition; Kafka's default of 1 MiB holds about ten. */
  private static final String MAX_PARTITION_FETCH_BYTES = Integer.toString(8 << 20);

  /**
   * At 100 KB an image, Kafka's default of 500 records a poll keeps 50 MB waiting in each reader.
   */
  private static final String MAX_POLL_RECORDS = "64";

  private final KafkaConfig config;
  private final ResultLimits limits;
  private final LeaseTerms lease;

  private KafkaEndpoints(KafkaConfig config, ResultLimits limits, LeaseTerms lease) {
    this.config = config;
    this.limits = limits;
    this.lease = lease;
  }

  /**
   * The topics in {@code config}, with results within {@code limits}, for the job that holds {@code
   * lease}.
   *
   * @throws UnusableRegistryException if the registry does not have the schema of a topic that
   *     needs its id
   */
  public static Endpoints of(TaggingConfig config, ResultLimits limits, LeaseTerms lease)
      throws InterruptedException {
    KafkaEndpoints kafka = new KafkaEndpoints(config.kafka(), limits, lease);
    return new Endpoints(
        kafka.images(config.mode()),
        kafka.tags(),
        kafka.rejects(config.limits().maxRejectedValueBytes()),
        kafka.shadows(),
        kafka.models(config.models(), config.jobName()),
        kafka.also());
  }

  private @Nullable ManifestSource models(@Nullable ModelsConfig models, String job) {
    if (models == null) {
      return null;
    }
    String file = models.file();
    return file == null
        ? new ManifestTopic(KafkaConnection.of(config), requireNonNull(models.topic()), job)
        : new ManifestFile(file);
  }

  private Source<SourceRecord, ?, ?> images(Mode mode) {
    KafkaSourceBuilder<SourceRecord> builder =
        KafkaSource.<SourceRecord>builder()
            .setProperties(consumerProperties())
            .setBootstrapServers(config.bootstrapServers())
            .setTopics(config.topics().images())
            .setGroupId(config.reading().groupId())
            .setStartingOffsets(new StartingOffsets(config.reading().startFrom()))
            .setDeserializer(new SourceRecordDeserializer(RecordKeys.of(config.format())));
    if (mode == Mode.BATCH) {
      builder.setBounded(OffsetsInitializer.latest());
    }
    ImagesTopic topic =
        new ImagesTopic(
            config.topics().images(),
            config.reading().groupId(),
            KafkaConnection.of(config).with(Map.of()));
    return new GuardedSource<>(builder.build(), topic, config.reading().guards(), lease);
  }

  private Sink<TaggedImage> tags() throws InterruptedException {
    return tags(config.topics().tags(), limits.maxTagsBytes());
  }

  private @Nullable Sink<TaggedImage> shadows() throws InterruptedException {
    String topic = config.topics().shadow();
    return topic == null ? null : tags(topic, limits.maxShadowBytes());
  }

  private List<Sink<TaggedImage>> also() throws InterruptedException {
    List<String> topics = config.topics().also();
    List<Sink<TaggedImage>> sinks = new ArrayList<>();
    for (int i = 0; i < topics.size(); i++) {
      sinks.add(tags(topics.get(i), limits.maxAlsoBytes().get(i)));
    }
    return sinks;
  }

  private Sink<TaggedImage> tags(String topic, int maxBytes) throws InterruptedException {
    ResultFrame frame = frame(config.format().framings().tags(), topic, ImageTags.getClassSchema());
    return sink(topic, new TagsSerializer(topic, limit(topic, maxBytes), frame), maxBytes);
  }

  private Sink<RejectedImage> rejects(int maxValueBytes) throws InterruptedException {
    String topic = config.topics().rejects();
    ResultFrame frame =
        frame(
            config.format().framings().rejects(),
            topic,
            dev.tagstream.schemas.RejectedImage.getClassSchema());
    int maxBytes = limits.maxRejectBytes();
    return sink(
        topic,
        new RejectsSerializer(topic, maxValueBytes, limit(topic, maxBytes), frame),
        maxBytes);
  }

  private ResultFrame frame(Framing framing, String topic, Schema schema)
      throws InterruptedException {
    return ResultFrame.of(framing, topic, schema, config.format().registry());
  }

  private RecordLimit limit(String topic, int bytesAtBuild) {
    return RecordLimit.ofTopic(KafkaConnection.of(config), topic, bytesAtBuild);
  }

  private <T> Sink<T> sink(
      String topic, KafkaRecordSerializationSchema<T> serializer, int maxRecordBytes) {
    KafkaConfig.Writing writing = config.writing();
    KafkaSink<T> sink =
        KafkaSink.<T>builder()
            .setKafkaProducerConfig(producerProperties(maxRecordBytes))
            .setBootstrapServers(config.bootstrapServers())
            .setRecordSerializer(serializer)
            .setDeliveryGuarantee(guarantee(writing.delivery()))
            .setTransactionalIdPrefix(writing.transactionalIdPrefix() + "-" + topic)
            .build();
    return new GuardedSink<>(
        sink, topic, KafkaConnection.of(config).with(Map.of()), writing.onLostResults(), lease);
  }

  private Properties consumerProperties() {
    Properties properties = new Properties();
    properties.setProperty(
        ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, MAX_PARTITION_FETCH_BYTES);
    properties.setProperty(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MAX_POLL_RECORDS);
    // records of aborted transactions are not tagged
    properties.setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.setProperty(
        ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ValueSlices.class.getName());
    properties.putAll(config.properties().forConsumer());
    return properties;
  }

  private Properties producerProperties(int maxRecordBytes) {
    Properties properties = new Properties();
    properties.setProperty(
        ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.toString(maxRecordBytes));
    properties.setProperty(
        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
        Long.toString(config.writing().transactionTimeout().toMillis()));
    // each transaction writes as a new producer: see KafkaConnection.forProducer
    properties.setProperty(
        ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
        Integer.toString(KafkaConnection.ONE_REQUEST));
    properties.putAll(config.properties().forProducer());
    return properties;
  }

  private static DeliveryGuarantee guarantee(Delivery delivery) {
    return switch (delivery) {
      case EXACTLY_ONCE -> DeliveryGuarantee.EXACTLY_ONCE;
      case AT_LEAST_ONCE -> DeliveryGuarantee.AT_LEAST_ONCE;
    };
  }
}
