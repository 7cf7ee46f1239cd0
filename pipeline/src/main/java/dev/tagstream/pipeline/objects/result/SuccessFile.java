package dev.tagstream.pipeline.objects.result;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystem.WriteMode;
import org.apache.flink.core.fs.Path;

/**
 * The file {@code _SUCCESS}, which is there when every result of a run is in its file.
 *
 * @param results the path or URI of the folder of results
 */
public record SuccessFile(String results) implements Serializable {

  /** Writes the file. */
  void write(long tagged, long rejected) throws IOException {
    Path file = path();
    try (OutputStream stream = file.getFileSystem().create(file, WriteMode.OVERWRITE)) {
      stream.write(
          "{\"tagged\": %d, \"rejected\": %d}%n".formatted(tagged, rejected).getBytes(UTF_8));
    }
  }

  /** Deletes what an earlier run has left. */
  public void delete() throws IOException {
    Path file = path();
    FileSystem files = file.getFileSystem();
    if (files.exists(file)) {
      files.delete(file, false);
    }
  }

  private Path path() {
    return new Path(results, "_SUCCESS");
  }
}
