package dev.tagstream.pipeline.model;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tags the images of a batch so that a bad image does not affect the others: a batch that fails is
 * halved until the culprit is alone. Other failures get their {@link Remedy}, a bounded number of
 * times. For use by one thread.
 */
public final class BatchTagger {

  private static final Logger LOG = LoggerFactory.getLogger(BatchTagger.class);

  private static final int RETRIES = 2;
  private static final int RECYCLINGS = 1;

  private final TagModel model;
  private final TopTags topTags;
  private final ModelOutput.Parts parts;
  private final WorkingSize workingSize = new WorkingSize();

  // of the batch at hand
  private int retriesLeft;
  private int recyclingsLeft;

  /**
   * Tags with {@code model}, which the caller still owns and closes.
   *
   * @param model scores the images
   * @param topTags chooses tags from the scores
   * @param parts the parts of the model's output to compute
   */
  public BatchTagger(TagModel model, TopTags topTags, ModelOutput.Parts parts) {
    this.model = model;
    this.topTags = topTags;
    this.parts = parts;
  }

  /**
   * Tags a batch.
   *
   * @param input rows as the model's contract requires; not kept
   * @return one outcome for each row, in order
   * @throws BrokenSessionException if no image of the batch is to blame, so that the task must fail
   */
  public List<TagOutcome> tag(ModelInput input) {
    retriesLeft = RETRIES;
    recyclingsLeft = RECYCLINGS;
    List<TagOutcome> outcomes = new ArrayList<>(input.images());
    tagAsMemoryAllows(input, outcomes);
    return outcomes;
  }

  private void tagAsMemoryAllows(ModelInput input, List<TagOutcome> outcomes) {
    int done = 0;
    while (done < input.images()) {
      ModelInput rest = part(input, done, input.images() - done);
      int images = workingSize.imagesAtOnce(rest.images(), rest.width(), rest.height());
      run(part(rest, 0, images), outcomes);
      done += images;
    }
  }

  private void run(ModelInput input, List<TagOutcome> outcomes) {
    ModelOutput output;
    try {
      output = model.run(input, parts);
    } catch (ModelFailedException failure) {
      remedy(failure, input, outcomes);
      return;
    }
    workingSize.succeeded();
    addTags(output, input.images(), outcomes);
  }

  private void remedy(ModelFailedException failure, ModelInput input, List<TagOutcome> outcomes) {
    switch (failure.remedy()) {
      case SKIP_IMAGE -> findCulprit(failure, input, outcomes);
      case HALVE_BATCH -> {
        if (input.images() == 1) {
          findCulprit(failure, input, outcomes);
        } else {
          LOG.warn("No memory for {} images at a time: {}", input.images(), failure.detail());
          workingSize.outOfMemory(input.images(), input.width(), input.height());
          tagAsMemoryAllows(input, outcomes);
        }
      }
      case RETRY -> {
        if (retriesLeft-- <= 0) {
          throw broken(failure);
        }
        LOG.warn("Running {} images again: {}", input.images(), failure.detail());
        run(input, outcomes);
      }
      case RECYCLE_SESSION -> {
        if (recyclingsLeft-- <= 0) {
          throw broken(failure);
        }
        recycle(failure);
        run(input, outcomes);
      }
      case FAIL_TASK -> throw broken(failure);
    }
  }

  private void recycle(ModelFailedException failure) {
    LOG.error("Closing and reopening the session: {}", failure.detail());
    try {
      model.recycle();
    } catch (ModelFailedException cannot) {
      throw broken(cannot);
    }
  }

  private void findCulprit(
      ModelFailedException failure, ModelInput input, List<TagOutcome> outcomes) {
    if (input.images() == 1) {
      requireWorkingModel(failure);
      outcomes.add(new TagOutcome.Failed(failure));
      return;
    }
    int half = input.images() / 2;
    run(part(input, 0, half), outcomes);
    run(part(input, half, input.images() - half), outcomes);
  }

  private ModelInput part(ModelInput input, int first, int images) {
    return images == input.images()
        ? input
        : input.part(
            first, images, model.contract().input().rowBytes(input.width(), input.height()));
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

  /** A broken session fails on every image: blaming the images would reject a whole topic. */
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

  private BrokenSessionException broken(ModelFailedException failure) {
    return new BrokenSessionException(
        "%s on %s does not run any more: %s"
            .formatted(model.contract().name(), model.provider(), failure.detail()),
        failure);
  }
}
