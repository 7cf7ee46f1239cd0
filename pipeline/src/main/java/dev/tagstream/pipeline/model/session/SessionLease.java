package dev.tagstream.pipeline.model.session;

import dev.tagstream.pipeline.model.ModelContract;
import dev.tagstream.pipeline.model.ModelFailedException;
import dev.tagstream.pipeline.model.ModelInput;
import dev.tagstream.pipeline.model.ModelOutput;
import dev.tagstream.pipeline.model.SessionFacts;
import dev.tagstream.pipeline.model.TagModel;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** A lease of a session, until it is released. */
final class SessionLease implements TagModel {

  private final TagModel model;
  private final SessionFacts facts;
  private final Runnable giveBack;

  /** Runs hold it for reading, so that closing waits for them. */
  private final ReadWriteLock open = new ReentrantReadWriteLock();

  private boolean closed;

  /**
   * A lease.
   *
   * @param model the session, which others use too
   * @param facts about the session
   * @param giveBack releases the lease, once
   */
  SessionLease(TagModel model, SessionFacts facts, Runnable giveBack) {
    this.model = model;
    this.facts = facts;
    this.giveBack = giveBack;
  }

  @Override
  public ModelContract contract() {
    return model.contract();
  }

  @Override
  public String provider() {
    return model.provider();
  }

  @Override
  public SessionFacts facts() {
    return facts;
  }

  @Override
  public long waitedNanos() {
    return model.waitedNanos();
  }

  @Override
  public ModelOutput run(ModelInput input, ModelOutput.Parts parts) throws ModelFailedException {
    open.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("the lease of " + contract().name() + " was released");
      }
      return model.run(input, parts);
    } finally {
      open.readLock().unlock();
    }
  }

  @Override
  public void recycle() throws ModelFailedException {
    model.recycle();
  }

  /** Waits for runs of this lease to end. Closing twice has no effect. */
  @Override
  public void close() {
    open.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        giveBack.run();
      }
    } finally {
      open.writeLock().unlock();
    }
  }
}
