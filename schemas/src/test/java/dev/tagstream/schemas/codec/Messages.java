package dev.tagstream.schemas.codec;

import dev.tagstream.schemas.ImageEvent;
import dev.tagstream.schemas.ImageTags;
import dev.tagstream.schemas.RejectReason;
import dev.tagstream.schemas.RejectedImage;
import dev.tagstream.schemas.Stage;
import dev.tagstream.schemas.Tag;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** One message of each schema. */
final class Messages {

  static final ImageEvent CAT =
      new ImageEvent(
          "Katze ü",
          ByteBuffer.wrap(new byte[] {1, 2, 3}),
          null,
          "image/jpeg",
          Instant.ofEpochMilli(1_700_000_000_123L),
          Map.of("camera", "north"));

  static final ImageTags CAT_TAGS =
      ImageTags.newBuilder()
          .setId("Katze ü")
          .setTags(
              List.of(
                  new Tag(281, "tabby", "n02123045", 0.75f),
                  new Tag(282, "tiger cat", null, 0.25f)))
          .setModelName("resnet50")
          .setModelSha256("00ff")
          .setProvider("cpu")
          .setSourceTopic("image-events")
          .setSourcePartition(3)
          .setSourceOffset(1042)
          .setSourceTimestamp(Instant.ofEpochMilli(-1))
          .setTaggedAt(Instant.ofEpochMilli(1_700_000_000_456L))
          .setDecodeMicros(1000)
          .setQueueMicros(50_000)
          .setInferenceMicros(20_000)
          .setWidth(640)
          .setHeight(480)
          .setAttributes(Map.of("camera", "north"))
          .build();

  static final RejectedImage BROKEN =
      new RejectedImage(
          null,
          RejectReason.CORRUPT_IMAGE,
          Stage.DECODE,
          "the JPEG ends too soon",
          "image-events",
          3,
          1043L,
          Instant.ofEpochMilli(1),
          2,
          "image-events",
          1,
          17L,
          Instant.ofEpochMilli(2),
          ByteBuffer.wrap(new byte[] {-1, -40}),
          70_000L,
          null,
          null,
          null,
          4L,
          null,
          null);

  private Messages() {}
}
