package dev.tagstream.bench.job;

import static java.util.Objects.requireNonNull;

import dev.tagstream.bench.frame.Side;
import dev.tagstream.bench.image.Workload;
import dev.tagstream.pipeline.record.Tag;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A job whose epoch has a shadow, as a side. It also counts what the shadow has tagged. */
public final class ShadowedSide implements Side<List<List<Tag>>> {

  /** A result of the shadow follows that of the main model at once. */
  private static final Duration LONGEST_LAG = Duration.ofSeconds(1);

  private final JobSide side;
  private final Workload work;
  private final WrittenResults shadows;
  private final List<Double> shares = new ArrayList<>();

  /**
   * Counts beside a side.
   *
   * @param side of the job, closed with this one
   * @param job that runs, with a topic for its shadow; the caller keeps ownership
   * @param work of the side
   */
  public ShadowedSide(JobSide side, RunningJob job, Workload work) {
    this.side = side;
    this.work = work;
    this.shadows =
        new WrittenResults(
            job.connection(), requireNonNull(job.config().kafka().topics().shadow()));
  }

  @Override
  public String name() {
    return side.name();
  }

  @Override
  public void prepare() {
    side.prepare();
  }

  @Override
  public void work() throws Exception {
    side.work();
  }

  @Override
  public List<List<Tag>> answers() throws Exception {
    List<Object> results = new ArrayList<>();
    long beginNanos = System.nanoTime();
    do {
      shadows.readSome(results::add);
    } while (results.size() < work.images()
        && System.nanoTime() - beginNanos < LONGEST_LAG.toNanos());
    shares.add((double) results.size() / work.images());
    return side.answers();
  }

  /** The share of the images that the shadow tagged, 0 to 1, in each round so far. */
  public List<Double> shares() {
    return List.copyOf(shares);
  }

  @Override
  public void close() {
    shadows.close();
    side.close();
  }
}
