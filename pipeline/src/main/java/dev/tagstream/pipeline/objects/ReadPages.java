package dev.tagstream.pipeline.objects;

import dev.tagstream.pipeline.config.ObjectSelection;
import dev.tagstream.pipeline.objects.source.KnownObjects;
import dev.tagstream.pipeline.objects.source.Manifest;
import dev.tagstream.pipeline.objects.store.StoredObject;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystem.WriteMode;
import org.apache.flink.core.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The manifest in the folder {@code _objects} beside the results. It has one file for each page of
 * a listing: in {@code pending} during a run, and in a folder of its own for each completed run.
 * Only objects of completed runs count as read.
 */
public final class ReadPages implements Manifest {

  private static final long serialVersionUID = 1L;

  private static final String FOLDER = "_objects";
  private static final String PENDING = "pending";

  private final String results;
  private final ObjectSelection selection;
  private transient @Nullable KnownObjects known;

  /**
   * The manifest of a folder of results.
   *
   * @param results the folder's path or URI
   * @param selection whether objects of earlier runs are left out
   */
  public ReadPages(String results, ObjectSelection selection) {
    this.results = results;
    this.selection = selection;
  }

  @Override
  public void beginAnew() throws IOException {
    Path pending = pending();
    FileSystem files = pending.getFileSystem();
    if (files.exists(pending)) {
      files.delete(pending, true);
    }
  }

  @Override
  public List<StoredObject> add(String page, List<StoredObject> objects) throws IOException {
    KnownObjects before = known();
    List<StoredObject> fresh = objects.stream().filter(object -> !before.contains(object)).toList();
    if (!fresh.isEmpty()) {
      Path file = new Path(pending(), page);
      try (DataOutputStream out =
          new DataOutputStream(
              new BufferedOutputStream(file.getFileSystem().create(file, WriteMode.OVERWRITE)))) {
        out.writeInt(fresh.size());
        for (StoredObject object : fresh) {
          out.writeUTF(object.uri());
          out.writeUTF(object.version());
        }
      }
    }
    return fresh;
  }

  /** Records that the run is complete. */
  public void finish() throws IOException {
    Path pending = pending();
    FileSystem files = pending.getFileSystem();
    if (files.exists(pending)) {
      Path done = new Path(pending.getParent(), "run-" + System.currentTimeMillis());
      if (!files.rename(pending, done)) {
        throw new IOException("%s cannot be renamed to %s".formatted(pending, done));
      }
    }
  }

  private KnownObjects known() throws IOException {
    if (known == null) {
      known =
          switch (selection) {
            case NEW -> read(new Path(results, FOLDER));
            case ALL -> new KnownObjects();
          };
    }
    return known;
  }

  private static KnownObjects read(Path folder) throws IOException {
    KnownObjects known = new KnownObjects();
    FileSystem files = folder.getFileSystem();
    if (!files.exists(folder)) {
      return known;
    }
    for (FileStatus run : files.listStatus(folder)) {
      if (run.isDir() && !run.getPath().getName().equals(PENDING)) {
        for (FileStatus page : files.listStatus(run.getPath())) {
          readPage(files, page.getPath(), known);
        }
      }
    }
    return known;
  }

  private static void readPage(FileSystem files, Path page, KnownObjects known) throws IOException {
    try (DataInputStream in = new DataInputStream(new BufferedInputStream(files.open(page)))) {
      for (int left = in.readInt(); left > 0; left--) {
        known.add(new StoredObject(in.readUTF(), 0, in.readUTF()));
      }
    }
  }

  private Path pending() {
    return new Path(new Path(results, FOLDER), PENDING);
  }
}
