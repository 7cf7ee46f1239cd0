package dev.tagstream.pipeline.operator;

import static java.util.Objects.requireNonNull;

import dev.tagstream.pipeline.duplicate.ImageDigest;
import dev.tagstream.pipeline.duplicate.KnownTags;
import dev.tagstream.pipeline.duplicate.SharedTags;
import dev.tagstream.pipeline.metric.TaggingMetric;
import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.record.TaggedImage;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/** Answers images whose bytes were tagged before; all others go on. */
public final class AnswerDuplicates extends ProcessFunction<EncodedImage, EncodedImage> {

  /** The side output of answered images. */
  public static final OutputTag<TaggedBatch> ANSWERED =
      new OutputTag<>("duplicates", TypeInformation.of(TaggedBatch.class));

  private static final long serialVersionUID = 1L;

  private final SharedTags shared;

  private transient @Nullable KnownTags known;
  private transient ImageDigest.Digester digester;
  private transient Counter duplicates;

  /** Answers from the tags that {@link RememberTags} of the same job remembers. */
  public AnswerDuplicates(SharedTags shared) {
    this.shared = shared;
  }

  @Override
  public void open(OpenContext context) {
    duplicates = TaggingMetric.DUPLICATE_IMAGES.counter(getRuntimeContext().getMetricGroup());
    digester = new ImageDigest.Digester();
    known = shared.join();
  }

  @Override
  public void processElement(EncodedImage image, Context context, Collector<EncodedImage> out) {
    TaggedImage answered = requireNonNull(known).find(digester.of(image.bytes()), image);
    if (answered == null) {
      out.collect(image);
    } else {
      duplicates.inc();
      context.output(ANSWERED, new TaggedBatch(List.of(answered), List.of()));
    }
  }

  @Override
  public void close() {
    if (known != null) {
      known = null;
      shared.leave();
    }
  }
}
