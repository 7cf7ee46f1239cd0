package dev.tagstream.embedded;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.util.FileUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints and savepoints of consecutive jobs in a folder of this machine, readable by its
 * owner only. A job that resumes continues the numbering of checkpoints, so the highest number is
 * the newest state, whichever job wrote it.
 */
public final class SavedStates {

  private static final Logger LOG = LoggerFactory.getLogger(SavedStates.class);

  /** Flink writes it when everything else of a state is complete. */
  private static final String METADATA = "_metadata";

  /** The depth of {@code checkpoints/JOB/chk-7/_metadata}. */
  private static final int MAX_DEPTH = 4;

  private final Path folder;

  private SavedStates(Path folder) {
    this.folder = folder;
  }

  /** The states in a folder, which is created if it is missing. */
  public static SavedStates in(Path folder) throws IOException {
    if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
      var ownerOnly = PosixFilePermissions.fromString("rwx------");
      Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(ownerOnly));
      Files.setPosixFilePermissions(folder, ownerOnly);
    } else {
      Files.createDirectories(folder);
    }
    return new SavedStates(folder);
  }

  Path checkpoints() {
    return folder.resolve("checkpoints");
  }

  Path savepoints() {
    return folder.resolve("savepoints");
  }

  /** The folder of the newest complete state. */
  public Optional<Path> newest() throws IOException {
    return newest(all());
  }

  private static Optional<Path> newest(List<State> states) {
    return states.stream().max(Comparator.comparingLong(State::checkpoint)).map(State::path);
  }

  /** Whether a job was stopped in the newest state; otherwise it is from before a crash. */
  public boolean isOfACleanStop() throws IOException {
    return newest().filter(state -> state.startsWith(savepoints())).isPresent();
  }

  /** Deletes all states, but keeps the folder. */
  public void delete() throws IOException {
    FileUtils.deleteDirectory(checkpoints().toFile());
    FileUtils.deleteDirectory(savepoints().toFile());
  }

  /** Deletes all states but the newest. */
  public void keepNewest() throws IOException {
    List<State> states = all();
    Optional<Path> newest = newest(states);
    for (State state : states) {
      if (!newest.equals(Optional.of(state.path()))) {
        FileUtils.deleteDirectory(state.path().toFile());
      }
    }
  }

  private List<State> all() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<State> states = new ArrayList<>();
    Files.walkFileTree(folder, Set.of(), MAX_DEPTH, new Complete(states));
    return states;
  }

  /** Gathers complete states. A job that stops may still be deleting old ones meanwhile. */
  private static final class Complete extends SimpleFileVisitor<Path> {

    private final List<State> states;

    Complete(List<State> states) {
      this.states = states;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (file.getFileName().toString().equals(METADATA)) {
        state(file).ifPresent(states::add);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      return goOnIfGone(failure);
    }

    @Override
    public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
        throws IOException {
      return failure == null ? FileVisitResult.CONTINUE : goOnIfGone(failure);
    }

    private static FileVisitResult goOnIfGone(IOException failure) throws IOException {
      if (failure instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw failure;
    }
  }

  private static Optional<State> state(Path metadata) {
    Path folder = metadata.toAbsolutePath().getParent();
    OptionalLong checkpoint = checkpoint(metadata);
    return folder == null || checkpoint.isEmpty()
        ? Optional.empty()
        : Optional.of(new State(folder, checkpoint.getAsLong()));
  }

  private static OptionalLong checkpoint(Path metadata) {
    try (var in = new DataInputStream(Files.newInputStream(metadata))) {
      return OptionalLong.of(
          Checkpoints.loadCheckpointMetadata(
                  in, SavedStates.class.getClassLoader(), metadata.toString())
              .getCheckpointId());
    } catch (IOException | RuntimeException e) {
      LOG.warn("{} is not the metadata of a complete checkpoint and is skipped", metadata, e);
      return OptionalLong.empty();
    }
  }

  private record State(Path path, long checkpoint) {}
}
