package dev.tagstream.cli.tag.output;

import dev.tagstream.cli.state.DigestFile;
import dev.tagstream.pipeline.record.ImageOutcome;
import dev.tagstream.pipeline.record.SourceObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The images that earlier runs answered, with their versions. They are in a temporary file because
 * there may be more than memory holds. Safe for use by several threads.
 */
final class AnsweredIds implements AutoCloseable {

  /** Null for an empty set. */
  private final @Nullable Path path;

  private final @Nullable DigestFile ids;

  private AnsweredIds(@Nullable Path path, @Nullable DigestFile ids) {
    this.path = path;
    this.ids = ids;
  }

  /** A set that stays empty. */
  static AnsweredIds none() {
    return new AnsweredIds(null, null);
  }

  /** An empty set in a temporary file. */
  static AnsweredIds open() throws IOException {
    Path path = Files.createTempFile("tagstream-answered-", ".ids");
    return new AnsweredIds(path, DigestFile.open(path));
  }

  /** The version of the object that contains an answer's image; empty if it has none. */
  static String version(ImageOutcome answer) {
    return answer.source() instanceof SourceObject object ? object.version() : "";
  }

  synchronized void add(String id, String version) throws IOException {
    if (ids == null) {
      throw new IllegalStateException("this set stays empty");
    }
    ids.add(key(id, version));
  }

  synchronized boolean contains(String id, String version) throws IOException {
    return ids != null && ids.contains(key(id, version));
  }

  /** The key of an image; a version contains no line break. */
  private static String key(String id, String version) {
    return version + "\n" + id;
  }

  synchronized long count() {
    return ids == null ? 0 : ids.count();
  }

  @Override
  public synchronized void close() throws IOException {
    if (ids != null && path != null) {
      ids.close();
      Files.deleteIfExists(path);
    }
  }
}
