package dev.tagstream.pipeline.objects.result;

import java.io.IOException;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** The run over objects that is not complete. A folder of results has one at a time. */
public interface PendingRun extends Serializable {

  /** The name of the run that a job without saved state begins, whichever is pending now. */
  String own();

  /** The name of the pending run; null if there is none. */
  @Nullable String name() throws IOException;

  /** Whether the records of a run are kept: a run that begins deletes those of a pending one. */
  boolean isKept(String run) throws IOException;

  /** Records that it is complete. */
  void complete() throws IOException;
}
