package dev.tagstream.cli.tag.output;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.record.ModelRun;
import dev.tagstream.pipeline.record.QueuedImage;
import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.SourceObject;
import dev.tagstream.pipeline.record.Stage;
import dev.tagstream.pipeline.record.Tag;
import dev.tagstream.pipeline.record.TaggedImage;
import java.util.List;
import java.util.Map;

/** Outcomes of files that a model named pets tagged. */
final class FileOutcomes {

  static final String SHA256 = "ab12";
  static final String VERSION = "7-1700000000000";

  private static final SourceObject FILE = new SourceObject("file:///cat.jpg", VERSION);

  private FileOutcomes() {}

  static TaggedImage tagged(String id, Tag... tags) {
    EncodedImage encoded = new EncodedImage(FILE, id, ByteRange.of(new byte[7]), null, Map.of());
    return new TaggedImage(
        new QueuedImage(encoded, 640, 480, 1, null, 0),
        List.of(tags),
        null,
        0,
        new ModelRun("pets", SHA256, "cpu", 1_700_000_000_123L, 2));
  }

  static RejectedImage rejected(String id, RejectReason reason, String detail) {
    return new RejectedImage(FILE, id, reason, Stage.DECODE, detail);
  }
}
