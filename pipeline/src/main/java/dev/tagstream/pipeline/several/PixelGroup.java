package dev.tagstream.pipeline.several;

import dev.tagstream.pipeline.model.ModelContract;
import java.util.ArrayList;
import java.util.List;

/**
 * Models that take the same pixels: they share what an image is decoded, resized and normalized to,
 * and the batch.
 *
 * @param first the contract of one of them, by which the pixels are made
 * @param also those of them that are not the main model
 */
public record PixelGroup(ModelContract first, List<AlsoModel> also) {

  public PixelGroup {
    also = List.copyOf(also);
  }

  /**
   * The fewest groups for the models of a job, in the order in which each comes first.
   *
   * @return first the group of the main model; then those without it, each of at least one model
   */
  public static List<PixelGroup> of(ModelContract main, List<AlsoModel> also) {
    List<PixelGroup> groups = new ArrayList<>();
    groups.add(new PixelGroup(main, List.of()));
    for (AlsoModel model : also) {
      int shared = 0;
      while (shared < groups.size()
          && !groups.get(shared).first().takesSamePixelsAs(model.contract())) {
        shared++;
      }
      if (shared == groups.size()) {
        groups.add(new PixelGroup(model.contract(), List.of(model)));
      } else {
        groups.set(shared, groups.get(shared).with(model));
      }
    }
    return List.copyOf(groups);
  }

  private PixelGroup with(AlsoModel model) {
    List<AlsoModel> models = new ArrayList<>(also);
    models.add(model);
    return new PixelGroup(first, models);
  }
}
