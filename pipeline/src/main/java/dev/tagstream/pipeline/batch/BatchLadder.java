package dev.tagstream.pipeline.batch;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The batch sizes that a model is run with. A GPU plans and takes memory for each shape that it
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

  /** One size only, as the graph demands. */
  public static BatchLadder fixed(int images) {
    return new BatchLadder(List.of(images));
  }

  /** Powers of two, and at the top the largest batch itself. */
  public static BatchLadder upTo(int maxImages) {
    return climbing(2, maxImages);
  }

  /** Powers of four, and at the top the largest batch itself: for sizes that are dear to have. */
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

  /** With how many rows to run next, {@code images} being left. More are left to later runs. */
  public int rowsFor(int images) {
    for (int step : steps) {
      if (step >= images) {
        return step;
      }
    }
    return steps.isEmpty() ? images : last();
  }

  /** The sizes to try at once, so that no image waits for a first run. */
  public List<Integer> warmUpSizes() {
    return steps.isEmpty() ? List.of(1) : steps;
  }

  private int last() {
    return steps.get(steps.size() - 1);
  }
}
