package dev.tagstream.pipeline.objects.result;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.util.OptionalLong;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystem.WriteMode;
import org.apache.flink.core.fs.Path;

/**
 * The numbers of one kind of results of a run: a file for each slot that has counted its last
 * result, named by the slot's index from 0. They tell a job that has read everything from one that
 * was stopped with a savepoint, which Flink also calls finished.
 *
 * @param folder with nothing else
 */
public record ResultCounts(String folder) implements Serializable {

  /**
   * Deletes the file of a slot that begins. The first slot also deletes those of slots that there
   * are no more, since an earlier run or attempt may have had more.
   */
  void forget(int slot, int slots) throws IOException {
    Path own = file(slot);
    FileSystem files = own.getFileSystem();
    if (files.exists(own)) {
      files.delete(own, false);
    }
    if (slot == 0) {
      for (FileStatus file : list()) {
        if (Integer.parseInt(file.getPath().getName()) >= slots) {
          files.delete(file.getPath(), false);
        }
      }
    }
  }

  /** Writes the number of a slot, one of {@code slots}, that has counted its last result. */
  void write(int slot, int slots, long count) throws IOException {
    Path file = file(slot);
    try (DataOutputStream out =
        new DataOutputStream(file.getFileSystem().create(file, WriteMode.OVERWRITE))) {
      out.writeInt(slots);
      out.writeLong(count);
    }
  }

  /** The number of all slots; empty unless each has counted its last result. */
  OptionalLong sum() throws IOException {
    FileStatus[] ended = list();
    int slots = Integer.MAX_VALUE;
    long sum = 0;
    for (FileStatus file : ended) {
      try (DataInputStream in =
          new DataInputStream(file.getPath().getFileSystem().open(file.getPath()))) {
        slots = in.readInt();
        sum += in.readLong();
      }
    }
    return ended.length == slots ? OptionalLong.of(sum) : OptionalLong.empty();
  }

  private FileStatus[] list() throws IOException {
    Path path = new Path(folder);
    FileSystem files = path.getFileSystem();
    try {
      return files.exists(path) ? files.listStatus(path) : new FileStatus[0];
    } catch (FileNotFoundException none) {
      return new FileStatus[0];
    }
  }

  private Path file(int slot) {
    return new Path(folder, String.valueOf(slot));
  }
}
