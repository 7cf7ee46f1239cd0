package dev.tagstream.pipeline.operator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.pipeline.TestImages;
import dev.tagstream.pipeline.batch.BatchLimits;
import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.crash.JournalFolder;
import dev.tagstream.pipeline.image.BatchDecoder;
import dev.tagstream.pipeline.image.ImageDecoder;
import dev.tagstream.pipeline.image.ImageLimits;
import dev.tagstream.pipeline.record.DecodedImage;
import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.record.PixelImage;
import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.UnreadableImageException;
import dev.tagstream.schemas.model.Preprocessing;
import dev.tagstream.schemas.model.Preprocessing.ChannelOrder;
import dev.tagstream.schemas.model.Resize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DecodeBatchesTest {

  private static final Preprocessing TO_4_BY_4 =
      new Preprocessing(
          new Resize(Resize.Rule.EXACT, 4, 4, Resize.Filter.BILINEAR, true),
          null,
          ChannelOrder.RGB,
          1.0,
          List.of(0.0, 0.0, 0.0),
          List.of(1.0, 1.0, 1.0));

  /** How many images each call of the decoder had; static, since operators are serialised. */
  private static final List<Integer> BATCHES = new ArrayList<>();

  private OneInputStreamOperatorTestHarness<EncodedImage, DecodedImage> harness;

  @TempDir private Path folder;

  @BeforeEach
  void open() throws Exception {
    BATCHES.clear();
    harness =
        new OneInputStreamOperatorTestHarness<>(
            new DecodeBatches(
                context -> new OnCpu(),
                new DecodeGuards(
                    new JournalFolder(folder.toString(), "decode"),
                    Duration.ofMinutes(1),
                    TestStorm.LIMITS),
                new BatchLimits(3, 1000, 10_000),
                Duration.ofMillis(50)));
    harness.open();
    harness.setProcessingTime(1000);
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void decodesWhenABatchIsFull() throws Exception {
    decode("red", TestImages.RED);
    decode("green", TestImages.GREEN);
    assertThat(ids()).isEmpty();
    decode("blue", TestImages.BLUE);

    assertThat(ids()).containsExactly("red", "green", "blue");
    assertThat(BATCHES).containsExactly(3);
  }

  @Test
  void decodesAnImageThatHasWaitedLongEnough() throws Exception {
    decode("red", TestImages.RED);
    harness.setProcessingTime(1049);
    assertThat(ids()).isEmpty();
    harness.setProcessingTime(1050);

    assertThat(ids()).containsExactly("red");
  }

  @Test
  void holdsNothingAcrossABarrierOrAtTheEnd() throws Exception {
    decode("red", TestImages.RED);
    harness.getOneInputOperator().prepareSnapshotPreBarrier(1);
    assertThat(ids()).containsExactly("red");

    decode("green", TestImages.GREEN);
    harness.getOneInputOperator().finish();
    assertThat(ids()).containsExactly("red", "green");
  }

  @Test
  void decodesBeforeTooManyBytesWait() throws Exception {
    byte[] large = Arrays.copyOf(TestImages.RED, 10_000);
    decode("large", large);

    assertThat(ids()).containsExactly("large");
  }

  @Test
  void rejectsABrokenImageAloneWithItsTopicPartitionAndOffset() throws Exception {
    decode("red", TestImages.RED);
    decode("text", "not an image at all".getBytes(UTF_8));
    decode("blue", TestImages.BLUE);

    assertThat(ids()).containsExactly("red", "blue");
    assertThat(harness.getSideOutput(RejectsOutput.TAG))
        .singleElement()
        .satisfies(
            record -> {
              assertThat(record.getValue().id()).isEqualTo("text");
              assertThat(record.getValue().reason()).isEqualTo(RejectReason.UNSUPPORTED_FORMAT);
              assertThat(record.getValue().source().position()).isEqualTo("image-events-3@1042");
            });
  }

  private void decode(String id, byte[] bytes) throws Exception {
    harness.processElement(new StreamRecord<>(ImageRecords.encoded(id, bytes)));
  }

  private List<String> ids() {
    return harness.extractOutputValues().stream().map(image -> image.encoded().id()).toList();
  }

  /** Decodes as a card does, many at a time, but on the CPU. */
  private static final class OnCpu implements BatchDecoder {

    private final ImageDecoder decoder =
        new ImageDecoder(TO_4_BY_4, new ImageLimits(10_000, 1000, 100));

    @Override
    public List<Outcome> decode(List<ByteRange> encoded) {
      BATCHES.add(encoded.size());
      return encoded.stream().map(this::decode).toList();
    }

    private Outcome decode(ByteRange encoded) {
      try {
        ImageDecoder.Decoded decoded = decoder.decode(encoded);
        PixelImage pixels = decoded.pixels();
        return new Outcome.Success(
            new ImageDecoder.Decoded(
                new PixelImage(pixels.width(), pixels.height(), pixels.rgb().clone()),
                decoded.originalWidth(),
                decoded.originalHeight()));
      } catch (UnreadableImageException unreadable) {
        return new Outcome.Failure(unreadable);
      }
    }

    @Override
    public void close() {
      decoder.close();
    }
  }
}
