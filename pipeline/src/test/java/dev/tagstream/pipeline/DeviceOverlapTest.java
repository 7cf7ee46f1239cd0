package dev.tagstream.pipeline;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.tagstream.pipeline.batch.BatchLimits;
import dev.tagstream.pipeline.batch.FixedPace;
import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.config.Mode;
import dev.tagstream.pipeline.crash.JournalFolder;
import dev.tagstream.pipeline.image.ImageDecoder;
import dev.tagstream.pipeline.image.PixelDecoder;
import dev.tagstream.pipeline.kafka.ReadImageEvents;
import dev.tagstream.pipeline.kafka.TestEvents;
import dev.tagstream.pipeline.kafka.UriEvents;
import dev.tagstream.pipeline.kafka.event.EventFormat;
import dev.tagstream.pipeline.kafka.event.WriterSchemas;
import dev.tagstream.pipeline.model.ModelContract;
import dev.tagstream.pipeline.model.ModelOutput.Parts;
import dev.tagstream.pipeline.model.TagModel;
import dev.tagstream.pipeline.model.TestModels;
import dev.tagstream.pipeline.model.session.ModelFile;
import dev.tagstream.pipeline.model.session.StandInDevice;
import dev.tagstream.pipeline.operator.DecodeGuards;
import dev.tagstream.pipeline.operator.DecodeImages;
import dev.tagstream.pipeline.operator.EmitTags;
import dev.tagstream.pipeline.operator.FormBatches;
import dev.tagstream.pipeline.operator.ImageBatchType;
import dev.tagstream.pipeline.operator.ModelSource;
import dev.tagstream.pipeline.operator.NormalizeImages;
import dev.tagstream.pipeline.operator.TagImages;
import dev.tagstream.pipeline.operator.TagSelection;
import dev.tagstream.pipeline.operator.TestStorm;
import dev.tagstream.pipeline.record.PixelImage;
import dev.tagstream.pipeline.record.SourceRecord;
import dev.tagstream.pipeline.record.TaggedImage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A host that only waits: four cores that decode an image at a time, and a device that copies and
 * computes batches of 2. The job's own steps run on it in two slots more than it has cores.
 * Whatever is the slower, cores or device, is hardly ever idle: the other works at the same time.
 */
final class DeviceOverlapTest {

  private static final int CORES = 4;
  private static final int SLOTS = CORES + 2;
  private static final int BATCH = 2;
  private static final int BATCHES_OF_A_SLOT = 5;
  private static final int IMAGES = SLOTS * BATCHES_OF_A_SLOT * BATCH;

  private static final Map<String, Host> HOSTS = new ConcurrentHashMap<>();

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "the device is slower,    80, 100",
    "the cores are slower,   200,  40",
    "both take equally long, 200, 100",
  })
  void keepsTheSlowerOfTheTwoBusy(String which, long decodeMillis, long computeMillis)
      throws Exception {
    ModelContract contract = ModelFile.read(TestModels.dominantColor().writeTo(folder));
    CountingSink<TaggedImage> tags = new CountingSink<>();
    try (StandInDevice device = new StandInDevice(contract, 2, BATCH, 5, computeMillis)) {
      Host host = new Host(device, decodeMillis);
      HOSTS.put(which, host);

      run(contract, which, tags);

      assertThat(tags.count()).isEqualTo(IMAGES);
      assumeThat(host.decoding.meanMillis() / decodeMillis)
          .as("a machine so busy that sleepers wait for a processor, on which times tell nothing")
          .isLessThan(1.03);
      assertThat(Math.max(host.decoding.share(CORES), device.computing.share(1)))
          .isGreaterThanOrEqualTo(0.9);
    }
  }

  private void run(ModelContract contract, String host, CountingSink<TaggedImage> tags)
      throws Exception {
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(
            SLOTS, new Configuration().set(PipelineOptions.OBJECT_REUSE, true));
    JournalFolder journals = new JournalFolder(folder.toString(), "overlap");
    environment
        .fromSource(source(), WatermarkStrategy.noWatermarks(), "image-events")
        .process(
            new ReadImageEvents(
                EventFormat.ofImageEvents(WriterSchemas.NONE),
                TestStorm.LIMITS,
                UriEvents.REJECTED,
                Mode.STREAM))
        .process(
            new DecodeImages(
                () -> new WaitingDecoder(host),
                new DecodeGuards(journals, Duration.ofSeconds(30), TestStorm.LIMITS)))
        .map(new NormalizeImages(contract))
        .transform(
            "form-batches",
            new ImageBatchType(),
            new FormBatches(
                new BatchLimits(BATCH, BATCH * contract.input().rowBytes(), Long.MAX_VALUE),
                () -> new FixedPace(BATCH, Duration.ofSeconds(10))))
        .map(
            new TagImages(
                new WaitingModel(host),
                any -> new TagSelection(1, List.of(), Parts.SCORES),
                journals))
        .process(new EmitTags(TestStorm.LIMITS, null))
        .sinkTo(tags);
    environment.execute();
  }

  private static DataGeneratorSource<SourceRecord> source() {
    return new DataGeneratorSource<>(
        number -> TestEvents.withImage(number, "green", TestImages.GREEN),
        IMAGES,
        TypeInformation.of(SourceRecord.class));
  }

  /** What the slots share. */
  private static final class Host {

    final StandInDevice device;
    final long decodeMillis;
    final Semaphore cores = new Semaphore(CORES, true);
    final BusyTimes decoding = new BusyTimes();

    Host(StandInDevice device, long decodeMillis) {
      this.device = device;
      this.decodeMillis = decodeMillis;
    }
  }

  /** Takes a core for a while. */
  private record WaitingDecoder(String host) implements PixelDecoder {

    @Override
    public ImageDecoder.Decoded decode(ByteRange encoded) {
      Host shared = requireNonNull(HOSTS.get(host));
      shared.cores.acquireUninterruptibly();
      long begin = System.nanoTime();
      try {
        Thread.sleep(shared.decodeMillis);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      } finally {
        shared.decoding.addSince(begin);
        shared.cores.release();
      }
      return new ImageDecoder.Decoded(new PixelImage(4, 4, new byte[3 * 4 * 4]), 8, 6);
    }

    @Override
    public void close() {}
  }

  private record WaitingModel(String host) implements ModelSource {

    private static final long serialVersionUID = 1L;

    @Override
    public TagModel load(RuntimeContext context) {
      return requireNonNull(HOSTS.get(host)).device.lease();
    }

    @Override
    public int maxImages() {
      return BATCH;
    }
  }
}
