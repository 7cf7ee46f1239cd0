package dev.tagstream.pipeline.model.session;

import dev.tagstream.pipeline.gpu.HostMemory;
import dev.tagstream.pipeline.model.ModelFailedException;
import dev.tagstream.pipeline.model.ModelInput;
import dev.tagstream.pipeline.model.ModelOutput;
import dev.tagstream.pipeline.model.Remedy;
import dev.tagstream.pipeline.model.TagModel;
import dev.tagstream.pipeline.model.WorkingSize;
import dev.tagstream.pipeline.model.session.WaitingBatch.Part;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Runs rows of several callers' batches as one, and distributes the output. The rows are gathered
 * in memory that the device copies from fast.
 */
final class MergedRun implements AutoCloseable {

  private final int maxImages;
  private final HostMemory memory;

  /** The size that works; guarded by itself. */
  private final WorkingSize workingSize = new WorkingSize();

  /** Memory for the rows of runs, one for each concurrent run. */
  private final Queue<ByteBuffer> rooms = new ConcurrentLinkedQueue<>();

  /**
   * Runs as many images at a time as fit into the device's memory.
   *
   * @param maxImages the most, at least 1
   * @param memory for gathering rows; closed with this
   */
  MergedRun(int maxImages, HostMemory memory) {
    this.maxImages = maxImages;
    this.memory = memory;
  }

  /**
   * Takes the rows of a full run, if there are so many: from the first waiting batch, and from all
   * later ones of the same size. Batches without remaining rows are removed.
   */
  List<Part> takeFrom(Deque<WaitingBatch> waiting) {
    WaitingBatch first = waiting.getFirst();
    int most = imagesAtOnce(first.input());
    List<Part> together = new ArrayList<>();
    int images = 0;
    for (Iterator<WaitingBatch> all = waiting.iterator(); all.hasNext() && images < most; ) {
      WaitingBatch batch = all.next();
      if (batch.isTaken()) {
        all.remove();
      } else if (first.goesWith(batch)) {
        Part part = batch.take(most - images);
        images += part.images();
        together.add(part);
        if (batch.isTaken()) {
          all.remove();
        }
      }
    }
    return together;
  }

  private int imagesAtOnce(ModelInput like) {
    synchronized (workingSize) {
      return workingSize.imagesAtOnce(maxImages, like.width(), like.height());
    }
  }

  /** Answers all batches, also after a failure. */
  void run(TagModel model, List<Part> together) {
    try {
      runAsOne(model, together);
      synchronized (workingSize) {
        workingSize.succeeded();
      }
    } catch (ModelFailedException failure) {
      if (failure.remedy() == Remedy.HALVE_BATCH) {
        remember(together);
      }
      if (together.size() == 1) {
        together.get(0).fail(failure);
      } else {
        // each alone, so that only the caller with the bad image fails
        together.forEach(part -> run(model, List.of(part)));
      }
    } catch (RuntimeException | Error bug) {
      together.forEach(part -> part.fail(bug));
    }
  }

  /** Keeps the next runs from failing first. */
  private void remember(List<Part> together) {
    ModelInput like = together.get(0).batch().input();
    int images = images(together);
    synchronized (workingSize) {
      workingSize.outOfMemory(images, like.width(), like.height());
    }
  }

  private void runAsOne(TagModel model, List<Part> together) throws ModelFailedException {
    WaitingBatch first = together.get(0).batch();
    int width = first.input().width();
    int height = first.input().height();
    int rowBytes = model.contract().input().rowBytes(width, height);
    int images = images(together);
    ByteBuffer room = room(Math.multiplyExact(images, rowBytes));
    ModelOutput output;
    try {
      together.forEach(part -> room.put(part.input(rowBytes).rows()));
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

  private static int images(List<Part> together) {
    return together.stream().mapToInt(Part::images).sum();
  }

  private ByteBuffer room(int bytes) {
    ByteBuffer room = rooms.poll();
    if (room == null) {
      room = memory.allocate(bytes);
    } else if (room.capacity() < bytes) {
      memory.free(room);
      room = memory.allocate(bytes);
    }
    return room.clear().limit(bytes);
  }

  /** Frees the memory; nothing may be running. */
  @Override
  public void close() {
    rooms.forEach(memory::free);
    rooms.clear();
    memory.close();
  }
}
