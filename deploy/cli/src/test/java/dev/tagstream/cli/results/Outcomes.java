package dev.tagstream.cli.results;

import dev.tagstream.schemas.ImageTags;
import dev.tagstream.schemas.RejectReason;
import dev.tagstream.schemas.RejectedImage;
import dev.tagstream.schemas.Stage;
import dev.tagstream.schemas.Tag;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Outcomes as the job writes them. */
public final class Outcomes {

  /** When the first event of every test arrived. */
  public static final Instant ARRIVAL = Instant.ofEpochMilli(1_700_000_000_000L);

  private Outcomes() {}

  /** An image that was tagged half a second after its arrival. */
  public static Outcome.Result tagged(String id, Tag... tags) {
    return truncated(id, null, tags);
  }

  /** An image of which something is missing. */
  public static Outcome.Result truncated(String id, @Nullable String missing, Tag... tags) {
    return new Outcome.Result(
        ImageTags.newBuilder()
            .setId(id)
            .setTags(List.of(tags))
            .setModelName("pets")
            .setModelSha256("ab".repeat(32))
            .setProvider("cpu")
            .setSourceTopic("image-events")
            .setSourcePartition(1)
            .setSourceOffset(42)
            .setSourceTimestamp(ARRIVAL)
            .setTaggedAt(ARRIVAL.plusMillis(500))
            .setDecodeMicros(1200)
            .setQueueMicros(300)
            .setInferenceMicros(9000)
            .setWidth(640)
            .setHeight(480)
            .setTruncated(missing)
            .setEventTime(null)
            .setAttributes(Map.of("camera", "north"))
            .build());
  }

  /** A tag without WordNet id. */
  public static Tag tag(int index, String label, double score) {
    return Tag.newBuilder().setIndex(index).setLabel(label).setScore((float) score).build();
  }

  /** A file without bytes, found half a second after its arrival. */
  public static Outcome.Reject rejected(@Nullable String id) {
    return new Outcome.Reject(
        RejectedImage.newBuilder()
            .setId(id)
            .setReason(RejectReason.EMPTY_IMAGE)
            .setStage(Stage.DECODE)
            .setDetail("the image has no bytes")
            .setSourceTopic("image-events")
            .setSourcePartition(0)
            .setSourceOffset(7)
            .setSourceTimestamp(ARRIVAL)
            .setRejectedAt(ARRIVAL.plusMillis(500))
            .setValue(ByteBuffer.allocate(0))
            .setValueBytes(20)
            .build());
  }
}
