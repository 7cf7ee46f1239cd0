package dev.tagstream.sql.model;

import dev.tagstream.pipeline.operator.ImageTagger;
import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.record.ImageOutcome;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.flink.shaded.guava33.com.google.common.util.concurrent.Uninterruptibles;
import org.apache.flink.table.data.RowData;
import org.jspecify.annotations.Nullable;

/**
 * Decodes and tags images in their order, as a slot of the job does, while the task that submits
 * them reads the next rows. A batch runs when it is full, when its first image has waited long
 * enough, and when the task waits because too many bytes are in flight.
 */
final class BatchThread implements AutoCloseable {

  /** An image without an answer. */
  private static final class Waiting {

    final EncodedImage image;
    final CompletableFuture<Collection<RowData>> answer = new CompletableFuture<>();

    Waiting(EncodedImage image) {
      this.image = image;
    }

    long bytes() {
      return image.bytes().length();
    }
  }

  private final ImageTagger tagger;
  private final RowAnswer answer;
  private final long maxDelayNanos;
  private final ByteBudget budget;
  private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
  private final Set<Waiting> unanswered = ConcurrentHashMap.newKeySet();
  private final Thread thread;

  private volatile @Nullable Throwable failure;

  /** An interruption alone may be lost: what gets an answer runs in the thread and may clear it. */
  private volatile boolean closed;

  private BatchThread(ImageTagger tagger, RowAnswer answer, BatchPatience patience) {
    this.tagger = tagger;
    this.answer = answer;
    this.maxDelayNanos = patience.maxDelay().toNanos();
    this.budget = new ByteBudget(patience.maxBytes());
    this.thread = new Thread(this::run, "tag-images");
    this.thread.setDaemon(true);
  }

  /** Starts the thread; it owns the tagger. */
  static BatchThread start(ImageTagger tagger, RowAnswer answer, BatchPatience patience) {
    BatchThread batches = new BatchThread(tagger, answer, patience);
    batches.thread.start();
    return batches;
  }

  /**
   * Hands an image to the thread. Waits while the images in flight have too many bytes.
   *
   * @return completes with the row of the image
   */
  CompletableFuture<Collection<RowData>> submit(EncodedImage image) {
    Waiting waiting = new Waiting(image);
    try {
      budget.take(waiting.bytes());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      waiting.answer.completeExceptionally(e);
      return waiting.answer;
    }
    unanswered.add(waiting);
    queue.add(waiting);
    if (failure != null) {
      failAll(failure);
    }
    return waiting.answer;
  }

  private void run() {
    try {
      while (!closed) {
        runOneBatch();
      }
    } catch (InterruptedException ended) {
      // the task has ended; nobody waits for an answer
    } catch (Throwable broken) {
      failure = broken;
      failAll(broken);
    }
  }

  private void runOneBatch() throws InterruptedException {
    tag(queue.take());
    long due = System.nanoTime() + maxDelayNanos;
    while (!closed && !tagger.isEmpty()) {
      Waiting next =
          budget.isShort()
              ? queue.poll()
              : queue.poll(due - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (next == null) {
        tagger.flush();
      } else {
        tag(next);
      }
    }
  }

  private void tag(Waiting waiting) {
    tagger.add(waiting.image, outcome -> answer(waiting, outcome));
  }

  private void answer(Waiting waiting, ImageOutcome outcome) {
    finish(waiting);
    try {
      waiting.answer.complete(answer.to(outcome));
    } catch (RuntimeException refused) {
      // nobody else knows this image any more, so its future ends here whatever happened
      waiting.answer.completeExceptionally(refused);
    }
  }

  private void failAll(Throwable broken) {
    for (Waiting waiting : unanswered) {
      finish(waiting);
      waiting.answer.completeExceptionally(broken);
    }
  }

  private void finish(Waiting waiting) {
    if (unanswered.remove(waiting)) {
      budget.giveBack(waiting.bytes());
    }
  }

  /** Waits for the image that is being decoded or the batch that runs. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    Uninterruptibles.joinUninterruptibly(thread);
    tagger.close();
  }
}
