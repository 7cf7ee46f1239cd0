package dev.tagstream.bench.latency;

import dev.tagstream.console.UserErrorException;
import dev.tagstream.schemas.ImageTags;
import dev.tagstream.schemas.codec.MalformedMessageException;
import dev.tagstream.schemas.codec.SingleObjectDecoder;
import dev.tagstream.schemas.codec.UnknownSchemaException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Records when the result of each event becomes readable at one isolation level, on its own thread.
 */
final class Arrivals implements AutoCloseable {

  /** The time of a result that has not arrived. */
  private static final long NEVER = Long.MIN_VALUE;

  private static final Duration POLL = Duration.ofMillis(100);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final SingleObjectDecoder<ImageTags> tags = SingleObjectDecoder.of(ImageTags.class);
  private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
  private final Thread reader;
  private final long[] atNanos;
  private final String prefix;

  private int arrived;
  private volatile boolean closed;

  /**
   * Starts to read after the last record.
   *
   * @param settings of the consumer
   * @param topic of the tags
   * @param prefix of the events' ids, before the number
   * @param events the number of events
   */
  Arrivals(
      Map<String, Object> settings,
      String topic,
      IsolationLevel isolation,
      String prefix,
      int events) {
    this.prefix = prefix;
    this.atNanos = new long[events];
    Arrays.fill(atNanos, NEVER);
    this.consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
    this.reader = new Thread(this::readAll, "bench-reader-" + isolation);
    reader.start();
  }

  private void readAll() {
    try (consumer) {
      while (!closed) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          arrived(tags.decode(record.value()).getId());
        }
      }
    } catch (RuntimeException e) {
      failure.set(e);
    } catch (MalformedMessageException | UnknownSchemaException e) {
      failure.set(new IllegalStateException("the job wrote a record that cannot be read", e));
    }
  }

  private synchronized void arrived(String id) {
    if (!id.startsWith(prefix)) {
      return;
    }
    int event = Integer.parseInt(id.substring(prefix.length()));
    if (atNanos[event] != NEVER) {
      throw new IllegalStateException(id + " has two results");
    }
    atNanos[event] = System.nanoTime();
    arrived++;
    notifyAll();
  }

  /**
   * Waits for the results of all events.
   *
   * @param patience the longest time without a new result
   * @return the arrival of each, by {@link System#nanoTime}
   */
  synchronized long[] awaitAll(Duration patience) throws InterruptedException {
    int before = -1;
    while (arrived < atNanos.length) {
      RuntimeException failed = failure.get();
      if (failed != null) {
        throw failed;
      }
      if (arrived == before) {
        throw new UserErrorException(
            "%d of %d results came and then none for %s"
                .formatted(arrived, atNanos.length, patience));
      }
      before = arrived;
      wait(patience.toMillis());
    }
    return atNanos.clone();
  }

  @Override
  public void close() {
    closed = true;
    try {
      reader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
