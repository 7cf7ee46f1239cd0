package dev.tagstream.pipeline.rollout;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads the manifest of a job's models again and again. For use by one thread. */
public interface ManifestReader extends AutoCloseable {

  /**
   * The newest manifest; null if there is none yet.
   *
   * @throws InvalidManifestException if it breaks a rule
   * @throws IOException if it cannot be read now; the message is one line
   */
  @Nullable ModelManifest read() throws IOException, InterruptedException;

  @Override
  void close();
}
