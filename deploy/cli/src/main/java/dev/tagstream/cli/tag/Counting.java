package dev.tagstream.cli.tag;

import dev.tagstream.cli.tag.input.Input;
import dev.tagstream.cli.tag.input.Inputs;
import dev.tagstream.cli.tag.output.Answers;
import dev.tagstream.console.UserErrorException;
import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.SourceObject;
import java.io.IOException;
import java.util.function.DoubleSupplier;

/**
 * Counts images in the background while they are tagged, so that the progress shows the remaining
 * time.
 */
final class Counting implements AutoCloseable {

  private final Thread thread;

  private Counting(Thread thread) {
    this.thread = thread;
  }

  /** Starts to count the images without an answer. */
  static Counting begin(Inputs inputs, Answers answers, ExpectedImages expected) {
    Thread thread = new Thread(() -> count(inputs, answers, expected), "count");
    thread.setDaemon(true);
    thread.start();
    return new Counting(thread);
  }

  private static void count(Inputs inputs, Answers answers, ExpectedImages expected) {
    Count count = new Count(answers);
    try {
      inputs.forEachListed(count);
      expected.listed(count.images, count.archiveBytes);
    } catch (IOException | InterruptedException | UserErrorException e) {
      // tagging meets the same failure, and reports it
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private static final class Count implements Inputs.Visitor {

    private final Answers answers;
    private long images;
    private long archiveBytes;

    Count(Answers answers) {
      this.answers = answers;
    }

    @Override
    public void visit(Input image) throws IOException, InterruptedException {
      add(image.id(), image.source().version());
    }

    @Override
    public void visitRejected(RejectedImage rejected) throws IOException, InterruptedException {
      add(String.valueOf(rejected.id()), ((SourceObject) rejected.source()).version());
    }

    @Override
    public void visitArchive(long bytes, DoubleSupplier readShare) throws InterruptedException {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      archiveBytes += bytes;
    }

    private void add(String id, String version) throws IOException, InterruptedException {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (!answers.has(id, version)) {
        images++;
      }
    }
  }
}
