package dev.tagstream.cli.tag;

import dev.tagstream.cli.tag.input.Input;
import dev.tagstream.cli.tag.input.Inputs;
import dev.tagstream.cli.tag.output.Answers;
import dev.tagstream.console.Progress;
import dev.tagstream.pipeline.Tagger;
import dev.tagstream.pipeline.objects.read.ReadImage;
import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.SourceObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Images in, answers out, in the same order. One thread lists, some read ahead, as many as there
 * are processors tag, and the calling thread writes.
 *
 * <pre>
 * list ─> read ─> decode and tag ─> write
 *          └── bounded in bytes ────┘
 * </pre>
 */
final class TagRun implements AutoCloseable {

  /** Enough that the latency of a remote store does not bound what is read. */
  private static final int READERS = 16;

  private static final int MAX_SECONDS_TO_END = 10;

  private final ImageTagger tagger;
  private final AnswerPage page;
  private final Answers answers;
  private final ReadAhead readAhead = new ReadAhead();
  private final BlockingQueue<Waiting> answered = new LinkedBlockingQueue<>();
  private final ExecutorService lister = Executors.newSingleThreadExecutor();
  private final ExecutorService readers = Executors.newFixedThreadPool(READERS);
  private final ExecutorService taggers;
  private final int threads;
  private final BlockingQueue<Ready> ready = new LinkedBlockingQueue<>();

  /**
   * An image whose answer is not written.
   *
   * @param answer of the image; null after the last one
   * @param encodedBytes for which it holds room
   */
  private record Waiting(@Nullable Future<Answered> answer, long encodedBytes) {}

  /** An image that was read, and where its answer goes. */
  private record Ready(ReadImage image, CompletableFuture<Answered> answer) {}

  /**
   * Prepares a run.
   *
   * @param tagger tags the images
   * @param threads the number of threads that tag
   * @param answers receives the answers
   */
  TagRun(ImageTagger tagger, int threads, Answers answers) {
    this.tagger = tagger;
    this.page = tagger.page();
    this.answers = answers;
    this.threads = threads;
    this.taggers = Executors.newFixedThreadPool(threads);
  }

  /**
   * Tags every image that an earlier run has not answered.
   *
   * @param tally counts the answers, also of a run that fails
   * @param expected learns what was read
   */
  void over(Inputs inputs, Tally tally, ExpectedImages expected, Progress progress)
      throws IOException, InterruptedException {
    Future<?> listing = lister.submit(() -> list(inputs, expected));
    while (true) {
      Waiting next = answered.take();
      if (next.answer == null) {
        break;
      }
      Answered answer = await(next.answer);
      answers.add(answer.outcome());
      tally.add(answer.outcome());
      page.add(answer);
      progress.done(tally.answered());
      // not before: it holds the bytes of the image
      readAhead.end(next.encodedBytes);
    }
    await(listing);
  }

  private @Nullable Void list(Inputs inputs, ExpectedImages expected)
      throws IOException, InterruptedException {
    try {
      inputs.forEach(
          new Inputs.Visitor() {
            @Override
            public void visit(Input image) throws IOException, InterruptedException {
              boolean hasAnswer = answers.has(image.id(), image.source().version());
              expected.seen(image.source(), hasAnswer);
              if (!hasAnswer) {
                begin(image);
              }
            }

            @Override
            public void visitArchive(long bytes, DoubleSupplier readShare) {
              expected.begin(bytes, readShare);
            }

            @Override
            public void visitRejected(RejectedImage rejected)
                throws IOException, InterruptedException {
              SourceObject source = (SourceObject) rejected.source();
              boolean hasAnswer = answers.has(String.valueOf(rejected.id()), source.version());
              expected.seen(source, hasAnswer);
              if (!hasAnswer) {
                readAhead.begin(0);
                answered.add(
                    new Waiting(
                        CompletableFuture.completedFuture(new Answered(rejected, null)), 0));
              }
            }
          });
      return null;
    } finally {
      answered.add(new Waiting(null, 0));
    }
  }

  private void begin(Input image) throws InterruptedException {
    long bytes = image.encodedBytes();
    readAhead.begin(bytes);
    CompletableFuture<Answered> answer = new CompletableFuture<>();
    answered.add(new Waiting(answer, bytes));
    readers.execute(
        () -> {
          try {
            ready.add(new Ready(ImageTagger.read(image), answer));
            taggers.execute(this::tagReady);
          } catch (RuntimeException | Error failure) {
            answer.completeExceptionally(failure);
          }
        });
  }

  /**
   * Tags a fair share of the images that are ready. It is called once for each of them, and finds
   * none where calls before have tagged them all.
   */
  private void tagReady() {
    List<Ready> images = List.of();
    try {
      images = new ArrayList<>(Tagger.IMAGES_AT_ONCE);
      ready.drainTo(images, Math.min(Tagger.IMAGES_AT_ONCE, Math.max(1, ready.size() / threads)));
      List<Answered> answers = tagger.tag(images.stream().map(Ready::image).toList());
      for (int i = 0; i < images.size(); i++) {
        images.get(i).answer.complete(answers.get(i));
      }
    } catch (RuntimeException | Error failure) {
      images.forEach(image -> image.answer.completeExceptionally(failure));
      // this call may have drained none, and the run ends at the first failure
      for (Ready left = ready.poll(); left != null; left = ready.poll()) {
        left.answer.completeExceptionally(failure);
      }
    }
  }

  /** Waits for a result; throws the exception of its thread. */
  private static <T> T await(Future<T> future) throws IOException, InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof IOException io) {
        throw io;
      }
      if (cause instanceof RuntimeException runtime) {
        throw runtime;
      }
      if (cause instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(cause);
    }
  }

  /** Stops all threads; those that are running the model finish their image. */
  @Override
  public void close() {
    lister.shutdownNow();
    readers.shutdownNow();
    taggers.shutdownNow();
    try {
      if (!taggers.awaitTermination(MAX_SECONDS_TO_END, TimeUnit.SECONDS)) {
        Thread.currentThread().interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
