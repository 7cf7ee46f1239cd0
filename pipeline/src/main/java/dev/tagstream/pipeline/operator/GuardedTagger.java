package dev.tagstream.pipeline.operator;

import dev.tagstream.pipeline.batch.ImageBatch;
import dev.tagstream.pipeline.crash.CrashGuard;
import dev.tagstream.pipeline.model.BatchTagger;
import dev.tagstream.pipeline.model.ModelContract;
import dev.tagstream.pipeline.model.ModelInput;
import dev.tagstream.pipeline.model.TagOutcome;
import dev.tagstream.pipeline.record.ImageSource;
import dev.tagstream.pipeline.record.QueuedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Records which images are in the model. A batch with an image that was in progress at a crash runs
 * image by image, so that a second crash blames the culprit alone.
 */
final class GuardedTagger {

  private final BatchTagger tagger;
  private final ModelContract model;
  private final CrashGuard guard;
  private final List<ImageSource> inHand = new ArrayList<>();

  GuardedTagger(BatchTagger tagger, ModelContract model, CrashGuard guard) {
    this.tagger = tagger;
    this.model = model;
    this.guard = guard;
  }

  /** Tags a batch; returns one outcome for each image, in order. */
  List<TagOutcome> tag(ImageBatch batch) {
    List<QueuedImage> images = batch.images();
    ModelInput input = new ModelInput(batch.input(), images.size(), batch.width(), batch.height());
    inHand.clear();
    boolean suspects = false;
    for (QueuedImage image : images) {
      ImageSource record = image.encoded().source();
      suspects |= guard.isSuspect(record);
      inHand.add(record);
    }
    return suspects ? tagOneByOne(input) : tagTogether(input);
  }

  /** Tags a batch as a shadow: if that kills the process, no image is to blame. */
  List<TagOutcome> tagUnrecorded(ImageBatch batch) {
    ByteBuffer rows = batch.input().duplicate().order(ByteOrder.nativeOrder());
    guard.enterUnrecorded();
    try {
      return tagger.tag(new ModelInput(rows, batch.images().size(), batch.width(), batch.height()));
    } finally {
      guard.leave();
    }
  }

  private List<TagOutcome> tagTogether(ModelInput input) {
    guard.enter(inHand);
    try {
      return tagger.tag(input);
    } finally {
      guard.leave();
    }
  }

  private List<TagOutcome> tagOneByOne(ModelInput input) {
    int rowBytes = model.input().rowBytes(input.width(), input.height());
    List<TagOutcome> outcomes = new ArrayList<>(input.images());
    for (int i = 0; i < input.images(); i++) {
      guard.enter(inHand.get(i));
      try {
        outcomes.addAll(tagger.tag(input.part(i, 1, rowBytes)));
      } finally {
        guard.leave();
      }
    }
    return outcomes;
  }
}
