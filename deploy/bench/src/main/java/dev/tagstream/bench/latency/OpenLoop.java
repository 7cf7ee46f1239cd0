package dev.tagstream.bench.latency;

import dev.tagstream.bench.image.SampleImages;
import dev.tagstream.bench.job.RunningJob;
import dev.tagstream.pipeline.config.KafkaConfig;
import dev.tagstream.schemas.ImageEvent;
import dev.tagstream.schemas.codec.SingleObjectEncoder;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Publishes events by a schedule, without waiting for earlier results. Latency counts from the
 * scheduled time, even if the sender is late, so a stall cannot hide the events that it delayed
 * (Gil Tene's coordinated omission).
 */
public final class OpenLoop {

  /** The longest wait for a new result, far above the checkpoint interval. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** The precision of recorded times, in decimal digits. */
  private static final int DIGITS = 3;

  private static final long NANOS_PER_MICRO = 1000;
  private static final long SPIN_NANOS = 50_000;
  private static final int MAX_REQUEST_BYTES = 32 << 20;

  private final RunningJob job;
  private final SampleImages samples;
  private final SingleObjectEncoder<ImageEvent> encoder = SingleObjectEncoder.of(ImageEvent.class);

  /** Sends images to a job. */
  public OpenLoop(RunningJob job, SampleImages samples) {
    this.job = job;
    this.samples = samples;
  }

  /**
   * Runs a schedule to the last committed result.
   *
   * @param share of the capacity, in percent, for the report
   * @param perSecond the average rate
   */
  public Load run(Schedule schedule, int share, double perSecond) throws InterruptedException {
    String prefix = share + "%-";
    Histogram published = new Histogram(DIGITS);
    try (Arrivals written = arrivals(IsolationLevel.READ_UNCOMMITTED, prefix, schedule);
        Arrivals committed = arrivals(IsolationLevel.READ_COMMITTED, prefix, schedule)) {
      long beginNanos = System.nanoTime();
      publish(schedule, prefix, beginNanos, published);
      return new Load(
          share,
          perSecond,
          schedule.events(),
          Percentiles.of(published),
          percentiles(schedule, beginNanos, written.awaitAll(PATIENCE)),
          percentiles(schedule, beginNanos, committed.awaitAll(PATIENCE)));
    }
  }

  private Arrivals arrivals(IsolationLevel isolation, String prefix, Schedule schedule) {
    Map<String, Object> settings =
        job.connection()
            .with(
                Map.of(
                    ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                    isolation.toString().toLowerCase(Locale.ROOT),
                    ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                    false));
    String topic = job.config().kafka().topics().tags();
    return new Arrivals(settings, topic, isolation, prefix, schedule.events());
  }

  private void publish(Schedule schedule, String prefix, long beginNanos, Histogram lag)
      throws InterruptedException {
    KafkaConfig.Topics topics = job.config().kafka().topics();
    try (KafkaProducer<byte[], byte[]> producer = producer()) {
      for (int event = 0; event < schedule.events(); event++) {
        ImageEvent image =
            ImageEvent.newBuilder()
                .setId(prefix + event)
                .setImage(ByteBuffer.wrap(samples.of(event).encoded()))
                .build();
        ProducerRecord<byte[], byte[]> record =
            new ProducerRecord<>(topics.images(), encoder.encode(image));
        long dueNanos = beginNanos + schedule.nanos()[event];
        await(dueNanos);
        Future<RecordMetadata> unused = producer.send(record);
        lag.recordValue(micros(dueNanos, System.nanoTime()));
      }
    }
  }

  private KafkaProducer<byte[], byte[]> producer() {
    return new KafkaProducer<>(
        job.connection()
            .with(
                Map.of(
                    ProducerConfig.LINGER_MS_CONFIG,
                    0,
                    ProducerConfig.PARTITIONER_IGNORE_KEYS_CONFIG,
                    true,
                    ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                    MAX_REQUEST_BYTES)),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  private static void await(long dueNanos) throws InterruptedException {
    for (long left = dueNanos - System.nanoTime(); left > 0; left = dueNanos - System.nanoTime()) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (left > SPIN_NANOS) {
        LockSupport.parkNanos(left - SPIN_NANOS);
      } else {
        Thread.onSpinWait();
      }
    }
  }

  private static Percentiles percentiles(Schedule schedule, long beginNanos, long[] atNanos) {
    Histogram micros = new Histogram(DIGITS);
    for (int event = 0; event < atNanos.length; event++) {
      micros.recordValue(micros(beginNanos + schedule.nanos()[event], atNanos[event]));
    }
    return Percentiles.of(micros);
  }

  private static long micros(long fromNanos, long toNanos) {
    return Math.max(0, toNanos - fromNanos) / NANOS_PER_MICRO;
  }
}
