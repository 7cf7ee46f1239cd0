package dev.tagstream.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.pipeline.model.TestModels;
import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.TaggedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.datagen.functions.FromElementsGeneratorFunction;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job of somebody else, in a Flink of its own. */
final class TagFilesTest {

  @TempDir private Path folder;

  private final CollectingSink<TaggedImage> archive = new CollectingSink<>();
  private final CollectingSink<String> labels = new CollectingSink<>();
  private final CollectingSink<RejectedImage> rejects = new CollectingSink<>();

  @Test
  void tagsFilesIntoTwoSinksAndRejectsTheBrokenOne() throws Exception {
    Path model = TestModels.dominantColor().writeTo(folder);
    List<String> paths =
        List.of(
            write("green.png", TestImages.GREEN),
            write("half.png", Arrays.copyOf(TestImages.RED, TestImages.RED.length / 2)),
            write("blue.png", TestImages.BLUE));
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(2);

    TagFiles.build(environment, model, source(paths), archive, labels, rejects);
    environment.execute();

    assertThat(labels.written()).containsExactlyInAnyOrder("green.png green", "blue.png blue");
    assertThat(archive.written())
        .extracting(image -> image.image().originalWidth())
        .containsExactly(8, 8);
    assertThat(rejects.written())
        .singleElement()
        .satisfies(
            rejected -> {
              assertThat(rejected.id()).isEqualTo("half.png");
              assertThat(rejected.reason()).isEqualTo(RejectReason.CORRUPT_IMAGE);
            });
  }

  private String write(String name, byte[] bytes) throws Exception {
    return Files.write(folder.resolve(name), bytes).toString();
  }

  private static DataGeneratorSource<String> source(List<String> paths) {
    return new DataGeneratorSource<>(
        new FromElementsGeneratorFunction<>(Types.STRING, new ExecutionConfig(), paths),
        paths.size(),
        Types.STRING);
  }
}
