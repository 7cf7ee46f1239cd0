package dev.tagstream.pipeline.model.session;

import ai.onnxruntime.OrtException;
import dev.tagstream.pipeline.batch.BatchLadder;
import dev.tagstream.pipeline.model.ModelContract;
import dev.tagstream.pipeline.model.ModelFailedException;
import dev.tagstream.pipeline.model.ModelInput;
import dev.tagstream.pipeline.model.ModelOutput;
import dev.tagstream.pipeline.model.TagModel;
import java.util.ArrayList;
import java.util.List;

/**
 * A session for each batch size. CUDA's provider plans all convolutions of a session again whenever
 * its input has another shape than last time, which takes far longer than a run; so each session
 * sees only one shape.
 */
final class SizedSessions implements TagModel {

  private final BatchLadder sizes;
  private final List<TagModel> sessions;
  private final SessionThread thread;

  private SizedSessions(BatchLadder sizes, List<TagModel> sessions, SessionThread thread) {
    this.sizes = sizes;
    this.sessions = List.copyOf(sessions);
    this.thread = thread;
  }

  /** Opens the session of one size. */
  @FunctionalInterface
  interface Opener {
    TagModel open(BatchLadder size, SessionThread thread) throws OrtException;
  }

  /**
   * Opens all sessions.
   *
   * @param sizes at least one
   * @param thread drives all of them; closed with them
   * @throws OrtException if one cannot be opened; then none stays open
   */
  static SizedSessions open(BatchLadder sizes, SessionThread thread, Opener opener)
      throws OrtException {
    List<TagModel> sessions = new ArrayList<>();
    try {
      for (int size : sizes.steps()) {
        sessions.add(opener.open(BatchLadder.fixed(size), thread.lent()));
      }
    } catch (OrtException | RuntimeException | Error failure) {
      sessions.forEach(TagModel::close);
      thread.close();
      throw failure;
    }
    return new SizedSessions(sizes, sessions, thread);
  }

  @Override
  public ModelContract contract() {
    return sessions.get(0).contract();
  }

  @Override
  public String provider() {
    return sessions.get(0).provider();
  }

  @Override
  public ModelOutput run(ModelInput input, ModelOutput.Parts parts) throws ModelFailedException {
    int size = sizes.rowsFor(input.images());
    return sessions.get(sizes.steps().indexOf(size)).run(input, parts);
  }

  @Override
  public void recycle() throws ModelFailedException {
    for (TagModel session : sessions) {
      session.recycle();
    }
  }

  @Override
  public void close() {
    sessions.forEach(TagModel::close);
    thread.close();
  }
}
