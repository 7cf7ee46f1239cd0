package dev.tagstream.pipeline.kafka.guard;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.tagstream.pipeline.config.TaggingConfig;
import dev.tagstream.pipeline.kafka.Endpoints;
import dev.tagstream.pipeline.kafka.KafkaEndpoints;
import dev.tagstream.pipeline.kafka.Leases;
import dev.tagstream.pipeline.kafka.ResultLimits;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.lineage.LineageDataset;
import org.apache.flink.streaming.api.lineage.LineageVertexProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GuardsTest {

  /** Flink asks a sink or source for what it can do by its interfaces. */
  @ParameterizedTest
  @CsvSource({
    "org.apache.flink.connector.kafka.sink.KafkaSink, GuardedSink",
    "org.apache.flink.connector.kafka.sink.KafkaWriter, GuardedWriter",
    "org.apache.flink.connector.kafka.sink.internal.KafkaCommitter, GuardedCommitter",
    "org.apache.flink.connector.kafka.source.KafkaSource, GuardedSource",
    "org.apache.flink.connector.kafka.source.reader.KafkaSourceReader, GuardedReader",
    "org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumerator, GuardedEnumerator"
  })
  void guardImplementsEveryInterfaceOfWhatItGuards(String guarded, String guard) throws Exception {
    Class<?> guardType = Class.forName(GuardsTest.class.getPackageName() + "." + guard);

    assertThat(interfaces(guardType)).containsAll(interfaces(Class.forName(guarded)));
  }

  @Test
  void lineageNamesTheTopicsThroughTheGuards() throws Exception {
    TaggingConfig config =
        TaggingConfig.from(
            Configuration.fromMap(
                Map.of(
                    "tagging.model.file", "model.onnx",
                    "tagging.kafka.bootstrap-servers", "kafka-1:9092",
                    "tagging.kafka.images-topic", "photos",
                    "tagging.kafka.tags-topic", "photo-tags",
                    "tagging.kafka.rejects-topic", "photo-rejects")));
    Endpoints endpoints =
        KafkaEndpoints.of(config, new ResultLimits(1 << 20, 1 << 20), Leases.terms(config.kafka()));

    assertThat(datasets(endpoints.images())).containsExactly("photos");
    assertThat(datasets(endpoints.tags())).containsExactly("photo-tags");
    assertThat(datasets(endpoints.rejects())).containsExactly("photo-rejects");
  }

  private static List<String> datasets(Object endpoint) {
    return ((LineageVertexProvider) endpoint)
        .getLineageVertex().datasets().stream().map(LineageDataset::name).toList();
  }

  /** Those of Flink and its connector. */
  private static Set<String> interfaces(Class<?> type) {
    return new ClassFileImporter()
        .importClass(type).getAllRawInterfaces().stream()
            .map(JavaClass::getName)
            .filter(name -> name.startsWith("org.apache.flink."))
            .collect(Collectors.toSet());
  }
}
