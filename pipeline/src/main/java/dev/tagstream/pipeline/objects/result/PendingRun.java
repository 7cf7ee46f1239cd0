package dev.tagstream.pipeline.objects.result;

import java.io.IOException;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** The run over objects that is not complete. */
public interface PendingRun extends Serializable {

  /** Its name; null if there is none. */
  @Nullable String name() throws IOException;

  /** Records that it is complete. */
  void complete() throws IOException;
}
