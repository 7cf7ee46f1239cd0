package dev.tagstream.cli.watch;

import dev.tagstream.cli.page.LiveBoard;
import dev.tagstream.cli.page.PageHead;
import dev.tagstream.cli.page.PageHead.Figure;
import dev.tagstream.cli.page.Thumbnails;
import dev.tagstream.cli.results.Outcome;
import dev.tagstream.cli.results.OutcomeImage;
import dev.tagstream.cli.results.OutcomeSource;
import dev.tagstream.cli.results.ReadOutcomes;
import dev.tagstream.cli.results.TopicImages;
import dev.tagstream.pipeline.kafka.GroupLag;
import dev.tagstream.schemas.RejectReason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Keeps a board up to date with the outcomes of a stream. */
final class Watch {

  /** Between two updates of the board. */
  private static final Duration PERIOD = Duration.ofSeconds(1);

  /** Of each kind in one period; the others are counted. */
  private static final int MAX_IMAGES = 12;

  private static final int MAX_MODELS = 8;

  private final ReadOutcomes outcomes;
  private final TopicImages images;
  private final GroupLag lag;
  private final Thumbnails thumbnails;
  private final LiveBoard board;
  private final @Nullable WatchedDrift drift;

  private final OutcomeRate rate = new OutcomeRate();
  private final Map<RejectReason, Long> reasons = new EnumMap<>(RejectReason.class);
  private final Set<String> models = new TreeSet<>();
  private final Deque<Outcome> waitingResults = new ArrayDeque<>();
  private final Deque<Outcome> waitingRejects = new ArrayDeque<>();
  private long tagged;

  /**
   * Prepares to watch.
   *
   * @param outcomes where they come in
   * @param images where their images are
   * @param lag of the job's group
   * @param thumbnails makes them small
   * @param board to be kept up to date
   * @param drift compares the results with a reference; null for none
   */
  Watch(
      ReadOutcomes outcomes,
      TopicImages images,
      GroupLag lag,
      Thumbnails thumbnails,
      LiveBoard board,
      @Nullable WatchedDrift drift) {
    this.outcomes = outcomes;
    this.images = images;
    this.lag = lag;
    this.thumbnails = thumbnails;
    this.board = board;
    this.drift = drift;
  }

  /**
   * Watches until the thread is interrupted.
   *
   * @param title such as the topics' names
   */
  void watch(String title) throws InterruptedException {
    // what was there before fills the page, and is not counted
    outcomes.startBeforeEnds(MAX_IMAGES);
    outcomes.readToEnd(this::await);
    long updated = update(title);
    while (!Thread.currentThread().isInterrupted()) {
      outcomes.readSome(
          outcome -> {
            count(outcome);
            await(outcome);
          });
      if (System.nanoTime() - updated >= PERIOD.toNanos()) {
        updated = update(title);
      }
    }
    throw new InterruptedException();
  }

  private void count(Outcome outcome) {
    rate.add(outcome.atMillis());
    if (outcome instanceof Outcome.Reject reject) {
      reasons.merge(reject.avro().getReason(), 1L, Long::sum);
    } else {
      tagged++;
    }
    if (drift != null && outcome instanceof Outcome.Result result) {
      drift.add(result.avro());
    }
  }

  private void await(Outcome outcome) {
    if (outcome instanceof Outcome.Result result && models.size() < MAX_MODELS) {
      models.add(result.avro().getModelName());
    }
    Deque<Outcome> waiting = outcome instanceof Outcome.Result ? waitingResults : waitingRejects;
    waiting.add(outcome);
    if (waiting.size() > MAX_IMAGES) {
      waiting.remove();
    }
  }

  /** Shows what waits. Returns when, by the clock of {@link System#nanoTime}. */
  private long update(String title) throws InterruptedException {
    List<Outcome> shown = new ArrayList<>(waitingResults);
    shown.addAll(waitingRejects);
    waitingResults.clear();
    waitingRejects.clear();
    // in the order of their topic, from which they are read again
    shown.sort(Comparator.comparing(OutcomeSource::of));
    for (Outcome outcome : shown) {
      byte[] encoded = OutcomeImage.canBeShown(outcome) ? images.of(outcome) : null;
      board.add(OutcomeImage.of(outcome, null, encoded == null ? null : thumbnails.of(encoded)));
    }
    board.show(head(title), reasons());
    if (drift != null) {
      board.showDrift(drift.tables());
    }
    return System.nanoTime();
  }

  private List<Figure> reasons() {
    return reasons.entrySet().stream()
        .sorted(Map.Entry.<RejectReason, Long>comparingByValue().reversed())
        .map(count -> Figure.count(count.getKey().name(), count.getValue()))
        .toList();
  }

  private PageHead head(String title) throws InterruptedException {
    long rejected = reasons.values().stream().mapToLong(Long::longValue).sum();
    OptionalDouble perSecond = rate.at(System.currentTimeMillis());
    OptionalLong waiting = lag.now();
    return new PageHead(
        title,
        models.stream().map(name -> "model " + name).toList(),
        List.of(
            new Figure(
                "images/s",
                perSecond.isEmpty()
                    ? "–"
                    : String.format(Locale.ROOT, "%,.1f", perSecond.getAsDouble())),
            Figure.count("tagged since the start", tagged),
            Figure.count("rejected since the start", rejected),
            waiting.isEmpty()
                ? new Figure("lag", "unknown")
                : Figure.count("lag", waiting.getAsLong())));
  }
}
