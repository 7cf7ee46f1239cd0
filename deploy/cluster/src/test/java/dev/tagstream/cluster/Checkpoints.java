package dev.tagstream.cluster;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * The checkpoints of jobs.
 *
 * @param folder with one folder for each job
 */
record Checkpoints(Path folder) {

  private static final Duration PATIENCE = Duration.ofMinutes(4);

  /** The path of the job's last complete checkpoint. */
  String last(String job) throws IOException {
    try (Stream<Path> checkpoints = Files.list(folder.resolve(job))) {
      return checkpoints
          .filter(checkpoint -> Files.exists(checkpoint.resolve("_metadata")))
          .max(Comparator.comparing(Checkpoints::number))
          .orElseThrow()
          .toString();
    }
  }

  private static int number(Path checkpoint) {
    return Integer.parseInt(checkpoint.getFileName().toString().replace("chk-", ""));
  }

  /**
   * Returns while the job makes a checkpoint: that has a folder, but lacks the file it ends with.
   */
  void awaitOneInProgress(String job) {
    await("a checkpoint is in progress")
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .atMost(PATIENCE)
        .until(() -> hasUnfinished(folder.resolve(job)));
  }

  private static boolean hasUnfinished(Path job) throws IOException {
    if (Files.notExists(job)) {
      return false;
    }
    try (DirectoryStream<Path> checkpoints = Files.newDirectoryStream(job, "chk-*")) {
      for (Path checkpoint : checkpoints) {
        if (Files.notExists(checkpoint.resolve("_metadata"))) {
          return true;
        }
      }
    }
    return false;
  }
}
