package dev.tagstream.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tagstream.pipeline.config.TaggingConfig;
import dev.tagstream.pipeline.kafka.Endpoints;
import dev.tagstream.pipeline.kafka.TestEvents;
import dev.tagstream.pipeline.model.TagModel;
import dev.tagstream.pipeline.model.session.DeviceRequest;
import dev.tagstream.pipeline.model.session.SessionRegistry;
import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.SourceRecord;
import dev.tagstream.pipeline.record.TaggedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;

/**
 * What a month of work must not do to the process: 200 000 images of all formats, some of them
 * broken, through the real steps with the bundled model, then 50 sessions opened and closed. Runs
 * with {@code ./mvnw -Psoak test} only, as it takes minutes.
 */
class NothingGrowsSoak {

  private static final int IMAGES = Integer.getInteger("tagstream.soak.images", 200_000);
  private static final int SESSIONS = 50;
  private static final int SAMPLES = 20;

  /** Until then buffers, pools and compiled code grow to their size. */
  private static final int WARM_UP_PERCENT = 20;

  private static final Path MODEL = Path.of("../deploy/cli/demo/model/fashion-resnet50.onnx");
  private static final Path FOLDER = Path.of("src/test/resources/image");

  @Test
  void twoHundredThousandImagesLeaveMemoryThreadsAndLibrariesAsTheyWere() throws Exception {
    CountingSink<TaggedImage> tags = new CountingSink<>();
    CountingSink<RejectedImage> rejects = new CountingSink<>();
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(2);
    TaggingJob.build(environment, config(), new Endpoints(source(), tags, rejects));
    List<ProcessFootprint> samples = new ArrayList<>();

    JobClient job = environment.executeAsync("soak");
    for (int sample = 1; sample < SAMPLES; sample++) {
      int mark = IMAGES / SAMPLES * sample;
      await()
          .forever()
          .failFast("the job ended", () -> job.getJobStatus().get().isGloballyTerminalState())
          .until(() -> tags.count() + rejects.count() >= mark);
      samples.add(sample(sample * 100 / SAMPLES + " % of " + IMAGES + " images"));
    }
    job.getJobExecutionResult().get();

    System.out.printf("tagged %d, rejected %d%n", tags.count(), rejects.count());
    assertThat(tags.count() + rejects.count()).isEqualTo(IMAGES);
    assertThat(rejects.count()).isBetween(IMAGES / 100, IMAGES / 50);
    assertNothingGrew(samples);
  }

  @Test
  void fiftySessionsLeaveMemoryThreadsAndLibrariesAsTheyWere() throws Exception {
    List<ProcessFootprint> samples = new ArrayList<>();
    for (int session = 1; session <= SESSIONS; session++) {
      try (TagModel model = SessionRegistry.ofProcess().lease(MODEL, DeviceRequest.cpu(), 16)) {
        int rowBytes = 3 * 64 * 64 * Float.BYTES;
        ByteBuffer rows = ByteBuffer.allocateDirect(16 * rowBytes).order(ByteOrder.nativeOrder());
        assertThat(model.score(rows, 16)).hasSize(160);
      }
      if (session % (SESSIONS / 10) == 0) {
        samples.add(sample(session * 100 / SESSIONS + " % of " + SESSIONS + " sessions"));
      }
    }
    assertNothingGrew(samples);
  }

  private static ProcessFootprint sample(String when) throws IOException {
    ProcessFootprint sample = ProcessFootprint.now();
    System.out.println(when + ": " + sample);
    return sample;
  }

  private static void assertNothingGrew(List<ProcessFootprint> samples) {
    ProcessFootprint warm = samples.get(samples.size() * WARM_UP_PERCENT / 100);
    for (ProcessFootprint sample : samples.subList(samples.indexOf(warm), samples.size())) {
      assertThat(sample.residentBytes()).isLessThan(warm.residentBytes() * 105 / 100);
      assertThat(sample.heapBytes()).isLessThan(warm.heapBytes() * 105 / 100);
      assertThat(sample.threads()).isLessThanOrEqualTo(warm.threads());
      assertThat(sample.mappedLibraries()).isEqualTo(warm.mappedLibraries());
    }
  }

  private static TaggingConfig config() {
    return TaggingConfig.from(
        Configuration.fromMap(
            Map.of(
                "tagging.model.file", MODEL.toString(),
                "tagging.kafka.bootstrap-servers", "unused:9092",
                "tagging.device.provider", "cpu",
                "tagging.checkpoint.interval", "5 s")));
  }

  private static DataGeneratorSource<SourceRecord> source() throws IOException {
    GeneratorFunction<Long, SourceRecord> records = new Records(events());
    return new DataGeneratorSource<>(records, IMAGES, TypeInformation.of(SourceRecord.class));
  }

  /** 98 sound events of all kinds of images, then one that is cut off and one that is none. */
  private static List<byte[]> events() throws IOException {
    List<byte[]> events = new ArrayList<>();
    try (Stream<Path> files = Files.list(FOLDER)) {
      for (Path file : files.filter(NothingGrowsSoak::isSound).sorted().limit(98).toList()) {
        events.add(TestEvents.encoded("image", Files.readAllBytes(file)));
      }
    }
    byte[] image = Files.readAllBytes(FOLDER.resolve("rgb.jpg"));
    byte[] half = Arrays.copyOf(image, image.length / 2);
    events.add(TestEvents.encoded("half", half));
    events.add(new byte[] {1, 2, 3});
    return events;
  }

  private static boolean isSound(Path file) {
    return Files.exists(Path.of(file + ".rgb"));
  }

  /** The events over and over. */
  private record Records(List<byte[]> events) implements GeneratorFunction<Long, SourceRecord> {
    @Override
    public SourceRecord map(Long number) {
      return TestEvents.record(number, events.get((int) (number % events.size())));
    }
  }
}
