package dev.tagstream.pipeline.rollout;

import java.io.Serializable;

/** Where the manifest of a job's models is. */
public interface ManifestSource extends Serializable {

  /** The place, for people. */
  String place();

  /** Opens a reader, without a question to a server yet. */
  ManifestReader open();
}
