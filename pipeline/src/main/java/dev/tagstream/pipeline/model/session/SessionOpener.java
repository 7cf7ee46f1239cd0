package dev.tagstream.pipeline.model.session;

import dev.tagstream.pipeline.model.TagModel;
import java.nio.file.Path;

/** Loads a model for a device. */
@FunctionalInterface
interface SessionOpener {

  /**
   * Opens a session and warms it up.
   *
   * @throws UnusableModelException if the file is not a model that can run
   * @throws UnusableDeviceException if the device cannot run it; then nothing stays open
   */
  TagModel open(Path file, SessionKey key);
}
