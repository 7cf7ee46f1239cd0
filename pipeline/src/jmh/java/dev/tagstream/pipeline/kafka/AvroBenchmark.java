package dev.tagstream.pipeline.kafka;

import dev.tagstream.schemas.ImageEvent;
import dev.tagstream.schemas.ImageTags;
import dev.tagstream.schemas.Tag;
import dev.tagstream.schemas.codec.MalformedMessageException;
import dev.tagstream.schemas.codec.SingleObjectDecoder;
import dev.tagstream.schemas.codec.SingleObjectEncoder;
import dev.tagstream.schemas.codec.UnknownSchemaException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** An event with an image of 50 KB as it is read, a result of five tags as it is written. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class AvroBenchmark {

  private final byte[] event =
      SingleObjectEncoder.of(ImageEvent.class)
          .encode(
              ImageEvent.newBuilder()
                  .setId("camera-7/2026-11-22.jpg")
                  .setImage(ByteBuffer.wrap(new byte[50_000]))
                  .setAttributes(Map.of("camera", "7"))
                  .build());

  private final ImageTags tags =
      ImageTags.newBuilder()
          .setId("camera-7/2026-11-22.jpg")
          .setTags(Collections.nCopies(5, new Tag(281, "tabby", "n02123045", 0.75f)))
          .setModelName("resnet50")
          .setModelSha256("0".repeat(64))
          .setProvider("cpu")
          .setSourceTopic("image-events")
          .setSourcePartition(3)
          .setSourceOffset(1042)
          .setSourceTimestamp(Instant.EPOCH)
          .setTaggedAt(Instant.EPOCH)
          .setDecodeMicros(1500)
          .setQueueMicros(50_000)
          .setInferenceMicros(20_000)
          .setWidth(500)
          .setHeight(375)
          .setAttributes(Map.of("camera", "7"))
          .build();

  private final SingleObjectDecoder<ImageEvent> decoder = SingleObjectDecoder.of(ImageEvent.class);
  private final SingleObjectEncoder<ImageTags> encoder = SingleObjectEncoder.of(ImageTags.class);

  @Benchmark
  public ImageEvent read() throws MalformedMessageException, UnknownSchemaException {
    return decoder.decode(event);
  }

  @Benchmark
  public byte[] write() {
    return encoder.encode(tags);
  }
}
