package dev.tagstream.pipeline.operator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.pipeline.TestImages;
import dev.tagstream.pipeline.crash.JournalFolder;
import dev.tagstream.pipeline.image.ImageDecoder;
import dev.tagstream.pipeline.image.ImageLimits;
import dev.tagstream.pipeline.image.TruncatedImages;
import dev.tagstream.pipeline.record.DecodedImage;
import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.Stage;
import dev.tagstream.schemas.model.Preprocessing;
import dev.tagstream.schemas.model.Preprocessing.ChannelOrder;
import dev.tagstream.schemas.model.Resize;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DecodeImagesTest {

  private static final Preprocessing TO_4_BY_4 =
      new Preprocessing(
          new Resize(Resize.Rule.EXACT, 4, 4, Resize.Filter.BILINEAR, true),
          null,
          ChannelOrder.RGB,
          1.0,
          List.of(0.0, 0.0, 0.0),
          List.of(1.0, 1.0, 1.0));

  private OneInputStreamOperatorTestHarness<EncodedImage, DecodedImage> harness;

  @TempDir private Path folder;

  @BeforeEach
  void open() throws Exception {
    open(TruncatedImages.REJECT);
  }

  private void open(TruncatedImages truncated) throws Exception {
    harness =
        new OneInputStreamOperatorTestHarness<>(
            new ProcessOperator<>(
                new DecodeImages(
                    () -> decoder(truncated),
                    new DecodeGuards(
                        new JournalFolder(folder.toString(), "decode"),
                        Duration.ofMinutes(1),
                        TestStorm.LIMITS))));
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void decodesAsTheModelWantsItsImages() throws Exception {
    decode("red", TestImages.RED);

    assertThat(harness.extractOutputValues())
        .singleElement()
        .satisfies(
            image -> {
              assertThat(image.encoded().id()).isEqualTo("red");
              assertThat(image.pixels().width()).isEqualTo(4);
              assertThat(image.pixels().height()).isEqualTo(4);
              assertThat(image.pixels().rgb()).startsWith(255, 0, 0, 255, 0, 0);
              assertThat(image.originalWidth()).isEqualTo(8);
              assertThat(image.originalHeight()).isEqualTo(6);
            });
  }

  @Test
  void rejectsTruncatedImagesAsCorruptWithTheirTopicPartitionAndOffset() throws Exception {
    decode("half", Arrays.copyOf(TestImages.RED, TestImages.RED.length / 2));

    assertThat(rejects())
        .singleElement()
        .satisfies(
            rejected -> {
              assertThat(rejected.source().position()).isEqualTo("image-events-3@1042");
              assertThat(rejected.id()).isEqualTo("half");
              assertThat(rejected.reason()).isEqualTo(RejectReason.CORRUPT_IMAGE);
              assertThat(rejected.stage()).isEqualTo(Stage.DECODE);
              assertThat(rejected.detail()).isNotEmpty().doesNotContain("\n");
            });
  }

  @Test
  void tagsTruncatedImagesIfToldSoAndTellsWhatIsMissing() throws Exception {
    byte[] cut = Files.readAllBytes(Path.of("src/test/resources/image/truncated/rgb.png"));
    harness.close();
    open(TruncatedImages.TAG);
    decode("cut", cut);
    decode("red", TestImages.RED);

    assertThat(harness.extractOutputValues())
        .extracting(DecodedImage::missing)
        .containsExactly("32 of 51 rows are missing because the file is truncated", null);
  }

  @Test
  void rejectsWhatIsNoImageOrTooLargeAndGoesOn() throws Exception {
    decode("empty", new byte[0]);
    decode("text", "not an image at all".getBytes(UTF_8));
    decode("long", new byte[10_001]);
    decode("large", TestImages.png(0xFF0000, 80, 51));
    decode("good", TestImages.GREEN);

    assertThat(rejects())
        .extracting(RejectedImage::reason)
        .containsExactly(
            RejectReason.EMPTY_IMAGE,
            RejectReason.UNSUPPORTED_FORMAT,
            RejectReason.TOO_MANY_BYTES,
            RejectReason.TOO_MANY_PIXELS);
    assertThat(harness.extractOutputValues())
        .extracting(image -> image.encoded().id())
        .containsExactly("good");
  }

  private static ImageDecoder decoder(TruncatedImages truncated) {
    return new ImageDecoder(
        TO_4_BY_4, new ImageLimits(10_000, 4000, 100), ImageDecoder.Mode.EXACT, truncated);
  }

  private void decode(String id, byte[] bytes) throws Exception {
    harness.processElement(new StreamRecord<>(ImageRecords.encoded(id, bytes)));
  }

  private List<RejectedImage> rejects() {
    return harness.getSideOutput(RejectsOutput.TAG).stream().map(StreamRecord::getValue).toList();
  }
}
