package dev.tagstream.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.cli.rejects.FuzzAnswers;
import dev.tagstream.export.contract.FuzzLabelFiles;
import dev.tagstream.export.keras.FuzzKerasModels;
import dev.tagstream.export.weights.FuzzWeightFiles;
import dev.tagstream.export.weights.keras.FuzzKerasFiles;
import dev.tagstream.export.weights.safetensors.FuzzSafetensorsHeaders;
import dev.tagstream.export.weights.torch.FuzzLegacyCheckpoints;
import dev.tagstream.export.weights.torch.FuzzPickles;
import dev.tagstream.pipeline.image.FuzzImageHeaders;
import dev.tagstream.pipeline.image.FuzzJavaDecoders;
import dev.tagstream.pipeline.kafka.FuzzReplayHeaders;
import dev.tagstream.pipeline.kafka.event.FuzzForeignEvents;
import dev.tagstream.pipeline.kafka.event.FuzzImageEvents;
import dev.tagstream.schemas.model.FuzzModelContracts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Lets Jazzer look for bytes that a reader neither reads nor refuses, each reader for {@code
 * -Dtagstream.fuzz.seconds}, one minute by default. What it learned stays in {@code target/fuzz};
 * what it found becomes a test of the reader.
 */
class FuzzingTest {

  private static final int SECONDS = Integer.getInteger("tagstream.fuzz.seconds", 60);
  private static final Path IMAGES = Path.of("../../pipeline/src/test/resources/image");
  private static final Path SEEDS = Path.of("src/test/resources/seeds");

  @ParameterizedTest
  @ValueSource(
      classes = {
        FuzzImageEvents.class,
        FuzzForeignEvents.class,
        FuzzReplayHeaders.class,
        FuzzAnswers.class,
        FuzzImageHeaders.class,
        FuzzJavaDecoders.class,
        FuzzModelContracts.class,
        FuzzSafetensorsHeaders.class,
        FuzzPickles.class,
        FuzzLegacyCheckpoints.class,
        FuzzLabelFiles.class,
        FuzzKerasFiles.class,
        FuzzKerasModels.class,
        FuzzWeightFiles.class
      })
  void findsNothing(Class<?> target) throws IOException, InterruptedException {
    Path folder = Files.createDirectories(Path.of("target", "fuzz", target.getSimpleName()));
    Path learned = Files.createDirectories(folder.resolve("learned"));
    Path log = folder.resolve("log");
    Process jazzer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + target.getName(),
                "--instrumentation_includes=dev.tagstream.**:net.razorvine.**:io.jhdf.**:org.apache.avro.io.**",
                "--reproducer_path=" + folder,
                "-artifact_prefix=" + folder + "/",
                "-max_total_time=" + SECONDS,
                // Jazzer counts its own work on the classes, which is slow on a busy machine
                "-timeout=120",
                "-rss_limit_mb=3000",
                "-max_len=20000",
                learned.toString(),
                seeds(target).toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    int exit;
    try {
      exit = jazzer.waitFor();
    } finally {
      jazzer.destroyForcibly();
    }
    assertThat(exit).as(() -> "Jazzer found:\n" + read(log)).isZero();
    System.out.println(target.getSimpleName() + ": " + lastLine(log));
  }

  private static Path seeds(Class<?> target) {
    boolean readsImages = target == FuzzImageHeaders.class || target == FuzzJavaDecoders.class;
    return readsImages ? IMAGES : SEEDS.resolve(target.getSimpleName());
  }

  private static String lastLine(Path log) throws IOException {
    try (Stream<String> lines = Files.lines(log)) {
      List<String> all = lines.filter(line -> line.startsWith("Done ")).toList();
      return all.isEmpty() ? "no end in its log" : all.get(all.size() - 1);
    }
  }

  private static String read(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return "nothing: " + e.getMessage();
    }
  }
}
