package dev.tagstream.bench.naive;

import dev.tagstream.pipeline.config.KafkaConfig;
import dev.tagstream.pipeline.config.TaggingConfig;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Reads events, tags each of them separately and writes results exactly once; everything else has
 * its default.
 */
public final class NaiveJob {

  /** The longest timeout that a broker allows by default. */
  private static final String TRANSACTION_TIMEOUT_MILLIS = "900000";

  private NaiveJob() {}

  /**
   * Adds the job to the environment. It uses the model, the topics and the checkpoint interval of
   * the configuration.
   */
  public static void build(StreamExecutionEnvironment environment, TaggingConfig config) {
    KafkaConfig kafka = config.kafka();
    KafkaSource<byte[]> images =
        KafkaSource.<byte[]>builder()
            .setBootstrapServers(kafka.bootstrapServers())
            .setTopics(kafka.topics().images())
            .setGroupId("naive")
            .setProperty("isolation.level", "read_committed")
            .setStartingOffsets(OffsetsInitializer.earliest())
            .setValueOnlyDeserializer(new Bytes())
            .build();
    KafkaSink<byte[]> tags =
        KafkaSink.<byte[]>builder()
            .setBootstrapServers(kafka.bootstrapServers())
            .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
            .setTransactionalIdPrefix("naive")
            .setProperty("transaction.timeout.ms", TRANSACTION_TIMEOUT_MILLIS)
            .setRecordSerializer(
                KafkaRecordSerializationSchema.<byte[]>builder()
                    .setTopic(kafka.topics().tags())
                    .setValueSerializationSchema(new Bytes())
                    .build())
            .build();
    environment.enableCheckpointing(config.checkpointInterval().toMillis());
    environment
        .fromSource(images, WatermarkStrategy.noWatermarks(), "images")
        .map(new TagOneImage(config.modelFile()))
        .returns(PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO)
        .sinkTo(tags);
  }
}
