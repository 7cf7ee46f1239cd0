package dev.tagstream.pipeline.model.session;

import dev.tagstream.pipeline.model.BorrowedModel;
import dev.tagstream.pipeline.model.ModelInput;
import dev.tagstream.pipeline.model.TagModel;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** Loads models for real, and counts those that are open. */
final class CountingLoader implements SessionOpener {

  private final SessionLoader loader = new SessionLoader();
  private final AtomicInteger open = new AtomicInteger();

  int openSessions() {
    return open.get();
  }

  @Override
  public TagModel open(Path file, SessionKey key) {
    TagModel session = loader.open(file, key);
    open.incrementAndGet();
    return new BorrowedModel(session) {
      @Override
      protected void beforeRun(ModelInput input) {}

      @Override
      public void close() {
        session.close();
        open.decrementAndGet();
      }
    };
  }
}
