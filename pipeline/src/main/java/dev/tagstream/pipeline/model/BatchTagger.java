package dev.tagstream.pipeline.model;

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
  private final ModelOutput.Parts parts;

  /**
   * Tags with {@code model}, which stays its owner's to close.
   *
   * @param model scores the images
   * @param topTags chooses tags from the scores
   * @param parts what is wanted of the model
   */
  public BatchTagger(TagModel model, TopTags topTags, ModelOutput.Parts parts) {
    this.model = model;
    this.topTags = topTags;
    this.parts = parts;
  }

  /**
   * Tags a batch.
   *
   * @param input rows as the model's contract says; not kept
   * @return one outcome for each row, in their order
   * @throws BrokenSessionException if the runtime no longer runs even a blank image, so that no
   *     image of the batch is to blame
   */
  public List<TagOutcome> tag(ModelInput input) {
    List<TagOutcome> outcomes = new ArrayList<>(input.images());
    tag(input, outcomes);
    return outcomes;
  }

  private void tag(ModelInput input, List<TagOutcome> outcomes) {
    ModelOutput output;
    try {
      output = model.run(input, parts);
    } catch (ModelFailedException failure) {
      if (input.images() == 1) {
        requireWorkingModel(failure);
        outcomes.add(new TagOutcome.Failed(failure));
      } else {
        int half = input.images() / 2;
        int rowBytes = model.contract().input().rowBytes(input.width(), input.height());
        tag(input.part(0, half, rowBytes), outcomes);
        tag(input.part(half, input.images() - half, rowBytes), outcomes);
      }
      return;
    }
    addTags(output, input.images(), outcomes);
  }

  private void addTags(ModelOutput output, int images, List<TagOutcome> outcomes) {
    int classes = output.scores().length / images;
    float[][] embeddings = output.embeddings();
    for (int image = 0; image < images; image++) {
      outcomes.add(
          new TagOutcome.Tagged(
              topTags.of(output.scores(), image * classes),
              embeddings.length == 0 ? null : embeddings[image]));
    }
  }

  /** A session that is broken fails on every image: blaming them would reject a whole topic. */
  private void requireWorkingModel(ModelFailedException failure) {
    if (!failure.isRuntimeFailure()) {
      return;
    }
    try {
      var unused = model.run(ModelInput.blank(model.contract().input(), 1), parts);
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
