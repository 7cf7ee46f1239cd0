package dev.tagstream.pipeline.operator;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.crash.JournalFolder;
import dev.tagstream.pipeline.image.ImageDecoder;
import dev.tagstream.pipeline.image.PixelDecoder;
import dev.tagstream.pipeline.record.DecodedImage;
import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.record.PixelImage;
import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.SourceRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;

/**
 * Decodes five images, always from the first on as after a restart, with a decoder that the middle
 * one kills or keeps for ever, and writes down what became of them if it gets through.
 */
public final class DecodeWithAKiller {

  static final int KILLED = 86;

  /** What the middle image does to the decoder. */
  enum Deed {
    KILL,
    HANG
  }

  private DecodeWithAKiller() {}

  public static void main(String... arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    Deed deed = Deed.valueOf(arguments[1]);
    DecodeGuards guards =
        new DecodeGuards(
            new JournalFolder(folder.toString(), "journal"),
            deed == Deed.HANG ? Duration.ofMillis(50) : Duration.ofMinutes(1),
            TestStorm.LIMITS);
    OneInputStreamOperatorTestHarness<EncodedImage, DecodedImage> harness =
        new OneInputStreamOperatorTestHarness<>(
            new ProcessOperator<>(new DecodeImages(StandIn::new, guards)));
    harness.open();
    for (String id : List.of("one", "two", deed.name(), "four", "five")) {
      harness.processElement(new StreamRecord<>(image(id)));
    }
    Files.writeString(folder.resolve("outcomes"), outcomes(harness));
    harness.close();
  }

  private static EncodedImage image(String id) {
    ByteRange bytes = ByteRange.of(id.getBytes(UTF_8));
    return new EncodedImage(
        new SourceRecord("image-events", 3, id.hashCode(), 1, bytes), id, bytes, null, Map.of());
  }

  private static String outcomes(
      OneInputStreamOperatorTestHarness<EncodedImage, DecodedImage> harness) {
    Stream<String> decoded =
        harness.extractOutputValues().stream().map(image -> image.encoded().id());
    Stream<String> rejected =
        harness.getSideOutput(RejectsOutput.TAG).stream()
            .map(StreamRecord::getValue)
            .map((RejectedImage reject) -> reject.id() + ": " + reject.reason());
    return Stream.concat(decoded, rejected).collect(Collectors.joining(", "));
  }

  /** Decodes everything to one pixel, but two images. */
  private static final class StandIn implements PixelDecoder {

    @Override
    public ImageDecoder.Decoded decode(ByteRange encoded) {
      String id = UTF_8.decode(encoded.asBuffer()).toString();
      if (id.equals(Deed.KILL.name())) {
        Runtime.getRuntime().halt(KILLED);
      }
      while (id.equals(Deed.HANG.name())) {
        Thread.onSpinWait();
      }
      return new ImageDecoder.Decoded(new PixelImage(1, 1, new byte[3]), 1, 1);
    }

    @Override
    public void close() {
      // has nothing
    }
  }
}
