package dev.tagstream.pipeline.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Tags the images of a batch so that a bad one takes no other with it: a batch that fails is halved
 * until the culprit is alone. That also gets a batch through which is too large for the device's
 * memory. For use by one thread.
 */
public final class BatchTagger {

  private final TagModel model;
  private final TopTags topTags;
  private final int rowBytes;
  private final int classes;

  /**
   * Tags with {@code model}, which stays its owner's to close.
   *
   * @param model scores the images
   * @param topTags chooses tags from the scores
   */
  public BatchTagger(TagModel model, TopTags topTags) {
    this.model = model;
    this.topTags = topTags;
    this.rowBytes = model.contract().input().rowBytes();
    this.classes = model.contract().output().classes();
  }

  /**
   * Tags a batch.
   *
   * @param input {@code images} rows as the model's contract says, contiguous, in a direct buffer
   *     in native byte order from position 0 on; not kept
   * @param images how many rows, at least 1
   * @return one outcome for each row, in their order
   * @throws BrokenSessionException if the runtime no longer runs even a blank image, so that no
   *     image of the batch is to blame
   */
  public List<TagOutcome> tag(ByteBuffer input, int images) {
    List<TagOutcome> outcomes = new ArrayList<>(images);
    tagRange(input, 0, images, outcomes);
    return outcomes;
  }

  private void tagRange(ByteBuffer input, int first, int images, List<TagOutcome> outcomes) {
    float[] scores;
    try {
      scores = model.score(rows(input, first, images), images);
    } catch (ModelFailedException failure) {
      if (images == 1) {
        requireWorkingModel(failure);
        outcomes.add(new TagOutcome.Failed(failure));
      } else {
        int half = images / 2;
        tagRange(input, first, half, outcomes);
        tagRange(input, first + half, images - half, outcomes);
      }
      return;
    }
    for (int image = 0; image < images; image++) {
      outcomes.add(new TagOutcome.Tagged(topTags.of(scores, image * classes)));
    }
  }

  private ByteBuffer rows(ByteBuffer input, int first, int images) {
    return input.slice(first * rowBytes, images * rowBytes).order(ByteOrder.nativeOrder());
  }

  /** A session that is broken fails on every image: blaming them would reject a whole topic. */
  private void requireWorkingModel(ModelFailedException failure) {
    if (!failure.isRuntimeFailure()) {
      return;
    }
    ByteBuffer blank = ByteBuffer.allocateDirect(rowBytes).order(ByteOrder.nativeOrder());
    try {
      model.score(blank, 1);
    } catch (ModelFailedException alsoBlank) {
      if (alsoBlank.isRuntimeFailure()) {
        throw new BrokenSessionException(
            "%s on %s no longer runs even a blank image: %s"
                .formatted(model.contract().name(), model.provider(), alsoBlank.detail()),
            failure);
      }
    }
  }
}
