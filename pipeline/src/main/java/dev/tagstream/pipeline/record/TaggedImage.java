package dev.tagstream.pipeline.record;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tags of one image.
 *
 * @param image the tagged image
 * @param tags highest score first; may be empty
 * @param embedding the features that the tags were computed from; null if they were not requested
 * @param queueMicros the time its pixels waited for the model, in microseconds
 * @param run the run of the model
 */
public record TaggedImage(
    QueuedImage image, List<Tag> tags, float @Nullable [] embedding, long queueMicros, ModelRun run)
    implements ImageOutcome {

  @Override
  public ImageSource source() {
    return image.encoded().source();
  }

  @Override
  public String id() {
    return image.encoded().id();
  }
}
