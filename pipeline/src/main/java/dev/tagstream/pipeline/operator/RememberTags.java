package dev.tagstream.pipeline.operator;

import static java.util.Objects.requireNonNull;

import dev.tagstream.pipeline.duplicate.ImageDigest;
import dev.tagstream.pipeline.duplicate.KnownTags;
import dev.tagstream.pipeline.duplicate.SharedTags;
import dev.tagstream.pipeline.record.TaggedImage;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.jspecify.annotations.Nullable;

/** Remembers the tags of images for {@link AnswerDuplicates}; changes nothing. */
public final class RememberTags extends RichMapFunction<TaggedBatch, TaggedBatch> {

  private static final long serialVersionUID = 1L;

  private final SharedTags shared;

  private transient @Nullable KnownTags known;
  private transient ImageDigest.Digester digester;

  public RememberTags(SharedTags shared) {
    this.shared = shared;
  }

  @Override
  public void open(OpenContext context) {
    digester = new ImageDigest.Digester();
    known = shared.join();
  }

  @Override
  public TaggedBatch map(TaggedBatch batch) {
    for (TaggedImage image : batch.tagged()) {
      requireNonNull(known).remember(digester.of(image.image().encoded().bytes()), image);
    }
    return batch;
  }

  @Override
  public void close() {
    if (known != null) {
      known = null;
      shared.leave();
    }
  }
}
