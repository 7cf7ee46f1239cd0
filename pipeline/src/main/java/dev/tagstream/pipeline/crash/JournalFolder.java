package dev.tagstream.pipeline.crash;

import java.io.Serializable;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The folder in which a job keeps its journals on each host.
 *
 * @param parent the folder for all jobs; null for the host's default
 * @param job distinguishes the job from others
 */
public record JournalFolder(@Nullable String parent, String job) implements Serializable {

  /**
   * The system property that names a folder, for hosts whose temporary folder does not outlive the
   * process.
   */
  public static final String HOST_PROPERTY = "tagstream.journal.dir";

  /** The folder on this host. */
  public Path path() {
    Path all = parent == null ? ofThisHost() : Path.of(parent);
    return all.resolve(job.replaceAll("[^A-Za-z0-9_-]", "_"));
  }

  private static Path ofThisHost() {
    String named = System.getProperty(HOST_PROPERTY);
    return named != null
        ? Path.of(named)
        : Path.of(
            System.getProperty("java.io.tmpdir"),
            "tagstream-journal-" + System.getProperty("user.name"));
  }
}
