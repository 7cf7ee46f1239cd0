package dev.tagstream.pipeline.crash;

import java.io.Serializable;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a job keeps its journals on each host.
 *
 * @param parent the folder for all jobs; null for one of this user's in the temporary folder
 * @param job what tells the job from others
 */
public record JournalFolder(@Nullable String parent, String job) implements Serializable {

  /** The folder on this host. */
  public Path path() {
    Path all =
        parent == null
            ? Path.of(
                System.getProperty("java.io.tmpdir"),
                "tagstream-journal-" + System.getProperty("user.name"))
            : Path.of(parent);
    return all.resolve(job.replaceAll("[^A-Za-z0-9_-]", "_"));
  }
}
