package dev.tagstream.pipeline.model;

import dev.tagstream.pipeline.model.WaitingBatch.Part;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Runs rows of several callers' batches as one, and gives each its part of the answer. */
final class MergedRun {

  private final int maxImages;

  /** Room for the rows of one run, one for each that runs at the same time. */
  private final Queue<ByteBuffer> rooms = new ConcurrentLinkedQueue<>();

  MergedRun(int maxImages) {
    this.maxImages = maxImages;
  }

  /**
   * Takes the rows of a full run, as far as there are so many: of the first of those who wait, and
   * of all behind it that go with it. Who has none left need not wait any more and is removed.
   */
  List<Part> takeFrom(Deque<WaitingBatch> waiting) {
    WaitingBatch first = waiting.getFirst();
    List<Part> together = new ArrayList<>();
    int images = 0;
    for (Iterator<WaitingBatch> all = waiting.iterator(); all.hasNext() && images < maxImages; ) {
      WaitingBatch batch = all.next();
      if (batch.isTaken()) {
        all.remove();
      } else if (first.goesWith(batch)) {
        Part part = batch.take(maxImages - images);
        images += part.images();
        together.add(part);
        if (batch.isTaken()) {
          all.remove();
        }
      }
    }
    return together;
  }

  /** Answers all of them, whatever happens. */
  void run(TagModel model, List<Part> together) {
    if (together.size() > 1) {
      try {
        runAsOne(model, together);
        return;
      } catch (ModelFailedException unknownWhose) {
        // each alone, so that it ends with the one whose image it was
      } catch (RuntimeException | Error bug) {
        together.forEach(part -> part.fail(bug));
        return;
      }
    }
    together.forEach(part -> runAlone(model, part));
  }

  private static void runAlone(TagModel model, Part part) {
    try {
      ModelInput whole = part.batch().input();
      ModelInput input =
          part.images() == whole.images() ? whole : part.input(rowBytes(model, whole));
      part.succeed(model.run(input, part.batch().parts()), 0);
    } catch (ModelFailedException | RuntimeException | Error failure) {
      part.fail(failure);
    }
  }

  private void runAsOne(TagModel model, List<Part> together) throws ModelFailedException {
    WaitingBatch first = together.get(0).batch();
    int rowBytes = rowBytes(model, first.input());
    int images = together.stream().mapToInt(Part::images).sum();
    ByteBuffer room = room(Math.multiplyExact(images, rowBytes));
    ModelOutput output;
    try {
      together.forEach(part -> room.put(part.input(rowBytes).rows()));
      int width = first.input().width();
      int height = first.input().height();
      output = model.run(new ModelInput(room.flip(), images, width, height), first.parts());
    } finally {
      rooms.add(room);
    }
    int from = 0;
    for (Part part : together) {
      part.succeed(output, from);
      from += part.images();
    }
  }

  private static int rowBytes(TagModel model, ModelInput input) {
    return model.contract().input().rowBytes(input.width(), input.height());
  }

  private ByteBuffer room(int bytes) {
    ByteBuffer pooled = rooms.poll();
    ByteBuffer room =
        pooled != null && pooled.capacity() >= bytes ? pooled : ModelInput.direct(bytes);
    return room.clear().limit(bytes);
  }
}
