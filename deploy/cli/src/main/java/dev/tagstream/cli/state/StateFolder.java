package dev.tagstream.cli.state;

import dev.tagstream.console.UserErrorException;
import dev.tagstream.embedded.FolderLock;
import dev.tagstream.embedded.SavedStates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * The folder of a command's state, held by one process at a time:
 *
 * <pre>
 * lock             held while a process uses it
 * run.properties   what it belongs to
 * mode             how the job ran last
 * checkpoints/     what the job saves as it runs; left behind by a crash only
 * savepoints/      the state in which it was stopped
 * </pre>
 */
public final class StateFolder implements AutoCloseable {

  private static final String LOCK = "lock";
  private static final String RUN = "run.properties";
  private static final String MODE = "mode";

  private final Path path;
  private final SavedStates states;
  private final FolderLock lock;

  private StateFolder(Path path, SavedStates states, FolderLock lock) {
    this.path = path;
    this.states = states;
    this.lock = lock;
  }

  /** The default folder for the state of a run. */
  public static Path usual(RunIdentity run, Map<String, String> environment, Path home) {
    String states = environment.getOrDefault("XDG_STATE_HOME", "");
    return (states.isEmpty() ? home.resolve(".local/state") : Path.of(states))
        .resolve("tagstream")
        .resolve(run.folderName());
  }

  /**
   * Opens a folder, or creates it.
   *
   * @throws UserErrorException if another process holds it, if it has the state of other work, or
   *     if it cannot be written
   */
  public static StateFolder open(Path path, RunIdentity run) {
    try {
      SavedStates states = SavedStates.in(path);
      FolderLock lock = lock(path);
      StateFolder folder = new StateFolder(path, states, lock);
      try {
        folder.requireSame(run);
        return folder;
      } catch (Throwable e) {
        folder.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UserErrorException(
          "cannot use the state folder %s: %s; name another with --state".formatted(path, e));
    }
  }

  public Path path() {
    return path;
  }

  /** The checkpoints and savepoints in it. */
  public SavedStates states() {
    return states;
  }

  /**
   * The state from which a run in this mode resumes; the next run must ask with the mode of this
   * one. Bounded and unbounded sources cannot use each other's state. After a clean stop nothing is
   * lost, because the group's committed offsets are the same.
   *
   * @throws UserErrorException if a run in another mode crashed and left this state
   */
  public Optional<Path> stateFor(String mode) throws IOException {
    Path file = path.resolve(MODE);
    String last = Files.exists(file) ? Files.readString(file) : mode;
    if (!last.equals(mode) && states.newest().isPresent()) {
      if (!states.isOfACleanStop()) {
        throw new UserErrorException(
            "the last run, with --mode %s, did not stop cleanly: resume it in this mode, or discard its state in %s with --start-anew"
                .formatted(last, path));
      }
      states.delete();
    }
    Files.writeString(file, mode);
    return states.newest();
  }

  /** Releases the folder for other processes. */
  @Override
  public void close() throws IOException {
    lock.close();
  }

  private static FolderLock lock(Path folder) throws IOException {
    FolderLock lock = FolderLock.tryTake(folder.resolve(LOCK));
    if (lock == null) {
      throw new UserErrorException(
          "another process uses the state folder %s; stop it first".formatted(folder));
    }
    return lock;
  }

  private void requireSame(RunIdentity run) throws IOException {
    Path file = path.resolve(RUN);
    if (!Files.exists(file)) {
      try (var out = Files.newOutputStream(file)) {
        run.asProperties().store(out, "the run that this state belongs to");
      }
      return;
    }
    Properties found = new Properties();
    try (var in = Files.newInputStream(file)) {
      found.load(in);
    }
    run.facts()
        .forEach(
            (name, value) -> {
              if (!value.equals(found.getProperty(name))) {
                throw new UserErrorException(
                    "the state folder %s belongs to a run with %s=%s but this one has %s; name another with --state"
                        .formatted(path, name, found.getProperty(name), value));
              }
            });
  }
}
