package dev.tagstream.pipeline.objects;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tagstream.pipeline.config.ObjectSelection;
import dev.tagstream.pipeline.objects.result.PendingRun;
import dev.tagstream.pipeline.objects.result.SuccessFile;
import dev.tagstream.pipeline.objects.source.KnownObjects;
import dev.tagstream.pipeline.objects.source.Manifest;
import dev.tagstream.pipeline.objects.store.StoredObject;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.UUID;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystem.WriteMode;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.jspecify.annotations.Nullable;

/**
 * The manifest in the folder {@code _objects} beside the results. Each run has a folder there with
 * one file for each page of its listing. The file {@code pending} names the folder of a run that is
 * not complete; objects of the others count as read. A run completes when that file is deleted,
 * which is one step in every store: object stores cannot rename a folder.
 */
public final class ReadPages implements Manifest, PendingRun {

  private static final long serialVersionUID = 1L;

  private static final String FOLDER = "_objects";
  private static final String PENDING = "pending";

  private final String results;
  private final ObjectSelection selection;
  private final String own;
  private transient @Nullable KnownObjects known;

  /** The folder of this run. */
  private transient @Nullable Path run;

  /**
   * The manifest of a folder of results, for one job.
   *
   * @param results the folder's path or URI
   * @param selection whether objects of earlier runs are left out
   */
  public ReadPages(String results, ObjectSelection selection) {
    this.results = results;
    this.selection = selection;
    this.own =
        "run-%d-%s"
            .formatted(System.currentTimeMillis(), UUID.randomUUID().toString().substring(0, 8));
  }

  @Override
  public void beginAnew() throws IOException {
    Path before = pendingRun();
    if (before != null) {
      before.getFileSystem().delete(before, true);
    }
    new SuccessFile(results).delete();
    Path pending = pending();
    try (OutputStream out = pending.getFileSystem().create(pending, WriteMode.OVERWRITE)) {
      out.write(own.getBytes(UTF_8));
    }
    run = folder(own);
  }

  @Override
  public List<StoredObject> add(String page, List<StoredObject> objects) throws IOException {
    KnownObjects before = known();
    List<StoredObject> fresh = objects.stream().filter(object -> !before.contains(object)).toList();
    if (!fresh.isEmpty()) {
      Path file = new Path(run(), page);
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

  @Override
  public String own() {
    return own;
  }

  @Override
  public @Nullable String name() throws IOException {
    Path begun = pendingRun();
    return begun == null ? null : begun.getName();
  }

  @Override
  public boolean isKept(String name) throws IOException {
    return folder().getFileSystem().exists(folder(name));
  }

  @Override
  public void complete() throws IOException {
    Path pending = pending();
    FileSystem files = pending.getFileSystem();
    if (files.exists(pending)) {
      files.delete(pending, false);
    }
  }

  /** The folder of this run; after a restart, that of the run that is pending. */
  private Path run() throws IOException {
    if (run == null) {
      run = pendingRun();
    }
    if (run == null) {
      throw new SuppressRestartsException(
          new IllegalStateException(
              "another run has ended in %s since this job was saved; start the job without its saved state"
                  .formatted(results)));
    }
    return run;
  }

  /** The folder of the run that is not complete; null if there is none. */
  private @Nullable Path pendingRun() throws IOException {
    Path pending = pending();
    FileSystem files = pending.getFileSystem();
    if (!files.exists(pending)) {
      return null;
    }
    try (InputStream in = files.open(pending)) {
      String name = new String(in.readAllBytes(), UTF_8);
      // it is empty if its writer was killed
      return name.isEmpty() ? null : folder(name);
    }
  }

  private KnownObjects known() throws IOException {
    if (known == null) {
      known =
          switch (selection) {
            case NEW -> read(folder(), run());
            case ALL -> new KnownObjects();
          };
    }
    return known;
  }

  private static KnownObjects read(Path folder, Path notComplete) throws IOException {
    KnownObjects known = new KnownObjects();
    FileSystem files = folder.getFileSystem();
    if (!files.exists(folder)) {
      return known;
    }
    for (FileStatus run : files.listStatus(folder)) {
      if (run.isDir() && !run.getPath().getName().equals(notComplete.getName())) {
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
    return new Path(folder(), PENDING);
  }

  private Path folder(String name) {
    return new Path(folder(), name);
  }

  private Path folder() {
    return new Path(results, FOLDER);
  }
}
