package dev.tagstream.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tagstream.pipeline.config.TaggingConfig;
import dev.tagstream.pipeline.kafka.Endpoints;
import dev.tagstream.pipeline.kafka.TestEvents;
import dev.tagstream.pipeline.model.TestModels;
import dev.tagstream.pipeline.record.ModelRun;
import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.SourceRecord;
import dev.tagstream.pipeline.record.TaggedImage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole chain in a Flink of its own, with batches that follow the load. */
final class LatencyTargetTest {

  @TempDir private Path folder;

  private final CollectingSink<TaggedImage> tags = new CollectingSink<>();
  private final CollectingSink<RejectedImage> rejects = new CollectingSink<>();

  @Test
  void letsImagesNotWaitForOthersThatComeAfterTheTarget() throws Exception {
    List<TaggedImage> tagged = tagged(11, new OneAtATime(tags), "5 ms");

    List<Long> waits = tagged.stream().map(TaggedImage::queueMicros).sorted().toList();
    assertThat(waits.get(5)).isLessThan(5_000);
  }

  @Test
  void runsThemInFullBatchesWhereThereAreAlwaysMore() throws Exception {
    IdentityHashMap<ModelRun, Integer> batches = new IdentityHashMap<>();
    tagged(400, LatencyTargetTest::event, "1 s")
        .forEach(image -> batches.merge(image.run(), 1, Integer::sum));

    assertThat(batches.values()).contains(8).allMatch(images -> images <= 8);
  }

  /** What became of so many images, none of them lost or twice. */
  private List<TaggedImage> tagged(
      int images, GeneratorFunction<Long, SourceRecord> events, String target) throws Exception {
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(1, new Configuration());
    TypeInformation<SourceRecord> type = TypeInformation.of(SourceRecord.class);
    var source = new DataGeneratorSource<>(events, images, type);
    TaggingJob.build(environment, config(target), new Endpoints(source, tags, rejects));

    environment.execute();

    assertThat(rejects.written()).isEmpty();
    assertThat(tags.written())
        .extracting(image -> ((SourceRecord) image.image().encoded().source()).offset())
        .hasSize(images)
        .doesNotHaveDuplicates();
    return tags.written();
  }

  private TaggingConfig config(String target) {
    return TaggingConfig.from(
        Configuration.fromMap(
            Map.of(
                "tagging.model.file", TestModels.dominantColor().writeTo(folder).toString(),
                "tagging.kafka.bootstrap-servers", "unused:9092",
                "tagging.device.provider", "cpu",
                "tagging.batch.max-images", "8",
                // the source in a task of its own, so that the other's slot rests
                "tagging.rebalance-images", "true",
                "tagging.batch.target-latency", target)));
  }

  private static SourceRecord event(long number) {
    return TestEvents.withImage(number, "green", TestImages.GREEN);
  }

  /** Each image comes 50 ms after the one before it was tagged. */
  private record OneAtATime(CollectingSink<TaggedImage> tags)
      implements GeneratorFunction<Long, SourceRecord> {

    @Override
    public SourceRecord map(Long number) throws InterruptedException {
      await()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(1))
          .until(() -> tags.written().size() >= number);
      Thread.sleep(50);
      return event(number);
    }
  }
}
