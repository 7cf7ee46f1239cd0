package dev.tagstream.pipeline.duplicate;

import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.record.ModelRun;
import dev.tagstream.pipeline.record.QueuedImage;
import dev.tagstream.pipeline.record.Tag;
import dev.tagstream.pipeline.record.TaggedImage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to every image with the same bytes.
 *
 * @param width before resizing, after EXIF orientation, in pixels
 * @param height before resizing, after EXIF orientation, in pixels
 * @param missing what a truncated image lacks; null if it is complete
 * @param tags highest score first; may be empty
 * @param embedding the features; null if they were not requested. Nobody may write to it
 * @param run the run of the model that gave the tags
 */
record KnownAnswer(
    int width,
    int height,
    @Nullable String missing,
    List<Tag> tags,
    float @Nullable [] embedding,
    ModelRun run) {

  /** An entry of the map with its key, this record, its run and an empty list: 64-bit objects. */
  private static final int FIXED_BYTES = 320;

  /** A tag and its place in the list; labels are the model's. */
  private static final int TAG_BYTES = 48;

  /** The answer that an image got. */
  static KnownAnswer of(TaggedImage image) {
    QueuedImage queued = image.image();
    return new KnownAnswer(
        queued.originalWidth(),
        queued.originalHeight(),
        queued.missing(),
        List.copyOf(image.tags()),
        image.embedding(),
        image.run());
  }

  /** The answer to a duplicate: no time to decode, to wait or to infer. */
  TaggedImage to(EncodedImage image, long nowMillis) {
    return new TaggedImage(
        new QueuedImage(image, width, height, 0, missing, 0),
        tags,
        embedding,
        0,
        new ModelRun(run.modelName(), run.modelSha256(), run.provider(), nowMillis, 0));
  }

  /** About how much of the heap it takes, in bytes. */
  long bytes() {
    return FIXED_BYTES
        + (long) TAG_BYTES * tags.size()
        + (missing == null ? 0 : 2L * missing.length())
        + (embedding == null ? 0 : (long) Float.BYTES * embedding.length);
  }
}
