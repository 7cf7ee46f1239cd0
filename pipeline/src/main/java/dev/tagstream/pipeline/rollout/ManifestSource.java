package dev.tagstream.pipeline.rollout;

import java.io.IOException;
import java.io.Serializable;

/** Where the manifest of a job's models is. */
public interface ManifestSource extends Serializable {

  /** The place, for people. */
  String place();

  /** Opens a reader, without a question to a server yet. */
  ManifestReader open();

  /**
   * Replaces the manifest.
   *
   * @throws IOException if it cannot be written now; the message is one line
   */
  void write(ModelManifest manifest) throws IOException, InterruptedException;
}
