package dev.tagstream.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.pipeline.kafka.KafkaConnection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A TaskManager holds no more after many jobs than after a few: the whole job starts, tags and ends
 * again and again.
 */
@Tag("cycles")
@Timeout(3600)
final class JobCyclesITCase {

  private static final int CYCLES = Integer.getInteger("cycles", 50);
  private static final int PARALLELISM = 2;

  /** What comes before is start-up: caches fill, code is compiled. */
  private static final double WARM = 0.2;

  private static final double FLAT = 1.05;

  @TempDir private Path folder;

  @Test
  void aTaskManagerHoldsNoMoreAfterFiftyJobs() throws Exception {
    List<ProcessFigures> figures;
    try (Cluster cluster =
        Cluster.start(
            Path.of("target/cluster").toAbsolutePath(),
            folder,
            new Cluster.Size(1, PARALLELISM, "1g"),
            Cluster.UPLOADS)) {
      cluster.createTopicsAtOnce(PARALLELISM);
      KafkaConnection connection = KafkaConnection.to(cluster.bootstrapServers());
      try (ImagesTopic events = new ImagesTopic(connection, DemoJob.images(), PARALLELISM);
          Answers answers = new Answers(connection)) {
        figures = new JobCycles(cluster, events, answers, PARALLELISM).run(CYCLES, "taskmanager-1");
      }
    }
    List<ProcessFigures> warm = figures.subList((int) (CYCLES * WARM), CYCLES);
    assertFlat("RSS", warm, ProcessFigures::rssKilobytes);
    assertFlat("heap after garbage collection", warm, ProcessFigures::heapKilobytes);
    assertFlat("metaspace", warm, ProcessFigures::metaspaceKilobytes);
    assertFlat("job class loaders", warm, ProcessFigures::jobClassLoaders);
    assertThat(warm)
        .allMatch(after -> after.nativeLibraries() == warm.get(0).nativeLibraries())
        .allMatch(after -> after.nativeCopies() == after.nativeLibraries());
    // a pool may begin one more, but twenty jobs that each leave one are seen
    assertFlat("threads", warm, ProcessFigures::threads);
  }

  /** The later half needs no more than the earlier, by their medians. */
  private static void assertFlat(
      String what, List<ProcessFigures> figures, ToLongFunction<ProcessFigures> figure) {
    long early = median(figures.subList(0, figures.size() / 2), figure);
    long late = median(figures.subList(figures.size() / 2, figures.size()), figure);
    System.out.printf(
        "%s: median %d, then %d: %+.1f %%%n", what, early, late, 100.0 * (late - early) / early);
    assertThat((double) late).as(what).isLessThanOrEqualTo(early * FLAT);
  }

  private static long median(List<ProcessFigures> figures, ToLongFunction<ProcessFigures> figure) {
    List<Long> values = new ArrayList<>(figures.stream().mapToLong(figure).boxed().toList());
    Collections.sort(values);
    return values.get(values.size() / 2);
  }
}
