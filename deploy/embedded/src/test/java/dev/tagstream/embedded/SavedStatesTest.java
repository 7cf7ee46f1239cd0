package dev.tagstream.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SavedStatesTest {

  @TempDir private Path folder;

  @Test
  void hasNoneAtFirst() throws Exception {
    assertThat(SavedStates.in(folder.resolve("new")).newest()).isEmpty();
  }

  @Test
  void takesTheHighestCheckpointWhicheverJobWroteIt() throws Exception {
    SavedStates states = SavedStates.in(folder);
    write("checkpoints/aaaa/chk-9", 9);
    write("checkpoints/bbbb/chk-10", 10);
    assertThat(states.newest()).contains(folder.resolve("checkpoints/bbbb/chk-10"));
    assertThat(states.isOfACleanStop()).isFalse();
    write("savepoints/savepoint-cccc", 11);
    assertThat(states.newest()).contains(folder.resolve("savepoints/savepoint-cccc"));
    assertThat(states.isOfACleanStop()).isTrue();
  }

  @Test
  void leavesOutWhatACrashCutShort() throws Exception {
    SavedStates states = SavedStates.in(folder);
    write("checkpoints/aaaa/chk-1", 1);
    Path cut = write("checkpoints/aaaa/chk-2", 2);
    Files.write(cut, new byte[] {1, 2, 3});
    Files.createDirectories(folder.resolve("checkpoints/aaaa/chk-3"));
    assertThat(states.newest()).contains(folder.resolve("checkpoints/aaaa/chk-1"));
  }

  @Test
  void keepsTheNewestAlone() throws Exception {
    SavedStates states = SavedStates.in(folder);
    write("checkpoints/aaaa/chk-1", 1);
    write("savepoints/savepoint-aaaa", 2);
    states.keepNewest();
    assertThat(folder.resolve("checkpoints/aaaa/chk-1")).doesNotExist();
    assertThat(states.newest()).contains(folder.resolve("savepoints/savepoint-aaaa"));
    states.delete();
    assertThat(states.newest()).isEmpty();
  }

  @Test
  void goesOnWhileAJobDeletesOldStates() throws Exception {
    SavedStates states = SavedStates.in(folder);
    write("savepoints/savepoint-aaaa", 1000);
    CompletableFuture<Void> job =
        CompletableFuture.runAsync(
            () -> {
              for (int checkpoint = 1; checkpoint < 1000; checkpoint++) {
                writeAndDelete("checkpoints/aaaa/chk-" + checkpoint, checkpoint);
              }
            });
    while (!job.isDone()) {
      assertThat(states.newest()).contains(folder.resolve("savepoints/savepoint-aaaa"));
    }
    job.get();
  }

  private void writeAndDelete(String state, long checkpoint) {
    try {
      Path metadata = write(state, checkpoint);
      Files.delete(metadata);
      Files.delete(folder.resolve(state));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void isReadableByItsOwnerOnly() throws Exception {
    Path open = Files.createDirectory(folder.resolve("open"));
    SavedStates.in(open);
    assertThat(Files.getPosixFilePermissions(open))
        .extracting(Enum::name)
        .containsExactlyInAnyOrder("OWNER_READ", "OWNER_WRITE", "OWNER_EXECUTE");
  }

  private Path write(String state, long checkpoint) throws Exception {
    Path metadata = Files.createDirectories(folder.resolve(state)).resolve("_metadata");
    try (var out = new DataOutputStream(Files.newOutputStream(metadata))) {
      Checkpoints.storeCheckpointMetadata(
          new CheckpointMetadata(checkpoint, List.of(), List.of()), out);
    }
    return metadata;
  }
}
