package dev.tagstream.pipeline.batch;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The batch sizes that a model runs with. A GPU plans and allocates memory for each shape that it
 * sees, so batches are padded to a few fixed sizes.
 *
 * @param steps ascending; empty if any size will do
 */
public record BatchLadder(List<Integer> steps) implements Serializable {

  public BatchLadder {
    steps = List.copyOf(steps);
  }

  /** Any size: nothing is padded. */
  public static BatchLadder any() {
    return new BatchLadder(List.of());
  }

  /** The only size that the graph accepts. */
  public static BatchLadder fixed(int images) {
    return new BatchLadder(List.of(images));
  }

  /** Powers of two, and at the top the largest batch itself. */
  public static BatchLadder upTo(int maxImages) {
    return climbing(2, maxImages);
  }

  /**
   * Powers of four, and at the top the largest batch itself: for devices where each size is
   * expensive.
   */
  public static BatchLadder inFoursUpTo(int maxImages) {
    return climbing(4, maxImages);
  }

  private static BatchLadder climbing(int factor, int maxImages) {
    List<Integer> steps = new ArrayList<>();
    for (long step = 1; step < maxImages; step *= factor) {
      steps.add((int) step);
    }
    steps.add(maxImages);
    return new BatchLadder(steps);
  }

  /** The number of rows of the next run if {@code images} are left. Later runs take the rest. */
  public int rowsFor(int images) {
    for (int step : steps) {
      if (step >= images) {
        return step;
      }
    }
    return steps.isEmpty() ? images : last();
  }

  /** The sizes to run once at startup, so that no image waits for a first run. */
  public List<Integer> warmUpSizes() {
    return steps.isEmpty() ? List.of(1) : steps;
  }

  private int last() {
    return steps.get(steps.size() - 1);
  }
}
