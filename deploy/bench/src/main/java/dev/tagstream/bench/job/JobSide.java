package dev.tagstream.bench.job;

import dev.tagstream.bench.frame.Side;
import dev.tagstream.bench.image.Workload;
import dev.tagstream.console.UserErrorException;
import dev.tagstream.pipeline.record.Tag;
import dev.tagstream.schemas.ImageTags;
import dev.tagstream.schemas.RejectedImage;
import dev.tagstream.schemas.codec.MalformedMessageException;
import dev.tagstream.schemas.codec.SingleObjectDecoder;
import dev.tagstream.schemas.codec.UnknownSchemaException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A running job as a side. Its work lasts from the commit of a round's events until the last of
 * their results is written. At a rate, events become visible a few at a time.
 */
public final class JobSide implements Side<List<List<Tag>>> {

  /** The longest wait for a new result, far above the duration of a batch. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** The time between two commits at a rate, long enough for a commit to cost little. */
  private static final long TICK_NANOS = Duration.ofMillis(250).toNanos();

  private static final double NANOS_PER_SECOND = 1e9;

  private final String name;
  private final RunningJob job;
  private final Workload work;
  private final PublishedImages images;
  private final double perSecond;
  private final String rejectsTopic;
  private final ImagesSource source;
  private final WrittenResults results;
  private final OldRecords forgotten;
  private final SingleObjectDecoder<ImageTags> tags = SingleObjectDecoder.of(ImageTags.class);
  private final SingleObjectDecoder<RejectedImage> rejects =
      SingleObjectDecoder.of(RejectedImage.class);

  private final List<ConsumerRecord<byte[], byte[]>> written = new ArrayList<>();

  /** Results per second in the middle of each round, of those that show it. */
  private final List<Double> paces = new ArrayList<>();

  private long published;

  /**
   * Connects.
   *
   * @param name in the report
   * @param job that runs; the caller keeps ownership
   * @param work the images to publish; the images topic has one partition for each of its threads
   */
  public JobSide(String name, RunningJob job, Workload work) {
    this(name, job, work, PublishedImages.asBytes());
  }

  /**
   * Connects.
   *
   * @param name in the report
   * @param job that runs; the caller keeps ownership
   * @param work the images to publish; the images topic has one partition for each of its threads
   * @param images how events carry them
   */
  public JobSide(String name, RunningJob job, Workload work, PublishedImages images) {
    this(name, job, work, images, Double.POSITIVE_INFINITY);
  }

  private JobSide(
      String name, RunningJob job, Workload work, PublishedImages images, double perSecond) {
    this.name = name;
    this.job = job;
    this.work = work;
    this.images = images;
    this.perSecond = perSecond;
    var topics = job.config().kafka().topics();
    this.rejectsTopic = topics.rejects();
    this.source = new ImagesSource(job.connection(), topics.images(), work.threads());
    this.results = new WrittenResults(job.connection(), topics.tags(), rejectsTopic);
    this.forgotten = new OldRecords(job.connection(), topics.images(), topics.tags());
  }

  /**
   * Connects a side whose events come at a rate.
   *
   * @param perSecond the images that become visible in a second
   */
  public static JobSide atRate(String name, RunningJob job, Workload work, double perSecond) {
    return new JobSide(name, job, work, PublishedImages.asBytes(), perSecond);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void prepare() {
    written.clear();
    if (Double.isInfinite(perSecond)) {
      source.begin();
      send(0, work.images());
      source.flush();
    }
  }

  private void send(int from, int to) {
    for (int i = from; i < to; i++) {
      source.send(images.event(String.valueOf(published + i), i, work.sample(i)));
    }
  }

  private void publish() throws InterruptedException {
    if (Double.isInfinite(perSecond)) {
      source.commit();
      return;
    }
    long beginNanos = System.nanoTime();
    int sent = 0;
    for (long tick = 1; sent < work.images(); tick++) {
      int due = (int) Math.min(work.images(), tick * TICK_NANOS * perSecond / NANOS_PER_SECOND);
      if (due > sent) {
        source.begin();
        send(sent, due);
        source.commit();
        sent = due;
      }
      long leftNanos = beginNanos + tick * TICK_NANOS - System.nanoTime();
      TimeUnit.NANOSECONDS.sleep(Math.max(0, leftNanos));
    }
  }

  @Override
  public void work() throws Exception {
    publish();
    Patience patience = new Patience(work.images(), PATIENCE);
    Pace pace = new Pace(work.images());
    results.readSome(written::add);
    while (written.size() < work.images()) {
      patience.await(written.size());
      results.readSome(written::add);
      pace.saw(written.size(), System.nanoTime());
      job.requireRunning();
    }
    pace.perSecond().ifPresent(paces::add);
  }

  /**
   * Results per second in the middle of each round so far, from a tenth to nine tenths of its
   * results; without the rounds that are too short to show it.
   */
  public List<Double> paces() {
    return List.copyOf(paces);
  }

  /** The tags of each event of the round, in the order of the events. */
  @Override
  public List<List<Tag>> answers()
      throws MalformedMessageException, UnknownSchemaException, InterruptedException {
    List<@Nullable List<Tag>> answers = new ArrayList<>(Collections.nCopies(work.images(), null));
    for (ConsumerRecord<byte[], byte[]> result : written) {
      if (result.topic().equals(rejectsTopic)) {
        throw rejected(rejects.decode(result.value()));
      }
      ImageTags answer = tags.decode(result.value());
      long number = Long.parseLong(answer.getId()) - published;
      if (number < 0 || number >= work.images() || answers.get((int) number) != null) {
        throw new IllegalStateException("event %s has two results".formatted(answer.getId()));
      }
      answers.set((int) number, tagsOf(answer));
    }
    published += work.images();
    forgotten.forgetBeforeLastTime();
    return List.copyOf(answers);
  }

  private UserErrorException rejected(RejectedImage reject) {
    String id = String.valueOf(reject.getId());
    return new UserErrorException(
        "%s was rejected as %s: %s; benchmarks need images that can be tagged"
            .formatted(
                work.sample((int) (Long.parseLong(id) - published)).id(),
                reject.getReason(),
                reject.getDetail()));
  }

  private static List<Tag> tagsOf(ImageTags answer) {
    return answer.getTags().stream()
        .map(tag -> new Tag(tag.getIndex(), tag.getLabel(), tag.getWnid(), tag.getScore()))
        .toList();
  }

  @Override
  public void close() {
    results.close();
    source.close();
    forgotten.close();
  }
}
