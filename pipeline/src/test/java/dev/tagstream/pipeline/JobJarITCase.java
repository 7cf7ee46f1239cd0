package dev.tagstream.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** What is in the jar that a cluster runs. */
final class JobJarITCase {

  @Test
  void carriesTheJobButNeitherFlinkNorNativeLibraries() throws IOException {
    try (JarFile jar = new JarFile(jobJar().toFile())) {
      List<String> names = jar.stream().map(ZipEntry::getName).toList();

      assertThat(jar.getManifest().getMainAttributes().getValue("Main-Class"))
          .isEqualTo("dev.tagstream.pipeline.TaggingJob");
      assertThat(names)
          .contains(
              "dev/tagstream/pipeline/TaggingJob.class",
              "dev/tagstream/schemas/ImageEvent.class",
              "org/apache/avro/Schema.class",
              "org/apache/flink/connector/kafka/source/KafkaSource.class",
              "org/apache/kafka/clients/consumer/KafkaConsumer.class",
              "META-INF/LICENSE",
              "META-INF/NOTICE")
          .noneMatch(name -> name.startsWith("ai/onnxruntime/"))
          .noneMatch(name -> name.startsWith("org/bytedeco/"))
          .noneMatch(name -> name.startsWith("org/apache/flink/streaming/api/environment/"))
          .noneMatch(name -> name.startsWith("org/apache/flink/connector/base/"))
          .noneMatch(name -> name.startsWith("org/slf4j/"))
          .noneMatch(name -> name.matches("META-INF/[^/]+\\.(SF|DSA|RSA)"));
    }
  }

  private static Path jobJar() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      return files.filter(file -> file.toString().endsWith("-job.jar")).findFirst().orElseThrow();
    }
  }
}
