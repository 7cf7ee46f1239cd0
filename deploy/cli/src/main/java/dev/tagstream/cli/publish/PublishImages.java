package dev.tagstream.cli.publish;

import dev.tagstream.console.Console;
import dev.tagstream.console.ImageFile;
import dev.tagstream.console.Progress;
import dev.tagstream.console.UserErrorException;
import dev.tagstream.pipeline.kafka.KafkaConnection;
import dev.tagstream.pipeline.kafka.RecordSize;
import dev.tagstream.pipeline.kafka.UnusableKafkaException;
import dev.tagstream.schemas.ImageEvent;
import dev.tagstream.schemas.codec.SingleObjectEncoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Publishes files as image events, keyed by their id.
 *
 * <p>A file too large for a record of the topic is not left out: its event says where the file lies
 * ({@code uri}) instead of carrying it, as the schema provides, so that it gets its answer too; and
 * the user is told which setting stands in its way.
 */
public final class PublishImages implements AutoCloseable {

  /** Of the files that are too large, only so many are named. */
  private static final int MAX_NAMED = 20;

  /** Many images to a request. */
  private static final int BATCH_BYTES = 1 << 20;

  /**
   * As {@link ProducerConfig#BUFFER_MEMORY_CONFIG} is by default, or two of the largest records.
   */
  private static final long MIN_BUFFER_BYTES = 32 << 20;

  private final String topic;
  private final RecordLimit limit;
  private final Producer<byte[], byte[]> producer;
  private final SingleObjectEncoder<ImageEvent> encoder = SingleObjectEncoder.of(ImageEvent.class);
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private final List<ImageFile> tooLarge = new ArrayList<>();
  private long published;

  private PublishImages(String topic, RecordLimit limit, Producer<byte[], byte[]> producer) {
    this.topic = topic;
    this.limit = limit;
    this.producer = producer;
  }

  /**
   * Connects.
   *
   * @throws UnusableKafkaException if no broker answers or it has no such topic
   */
  public static PublishImages to(KafkaConnection connection, String topic)
      throws InterruptedException {
    RecordLimit limit = RecordLimit.of(connection, topic);
    Map<String, Object> settings =
        connection.forProducer(
            Map.of(
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                limit.bytes(),
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                Math.max(MIN_BUFFER_BYTES, 2L * limit.bytes()),
                ProducerConfig.BATCH_SIZE_CONFIG,
                Math.min(BATCH_BYTES, limit.bytes() / 2),
                ProducerConfig.LINGER_MS_CONFIG,
                5));
    return new PublishImages(
        topic,
        limit,
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer()));
  }

  /**
   * Publishes files, shows progress, and returns when all have arrived.
   *
   * @throws UserErrorException if a file cannot be read or the broker refuses an event
   */
  public void publishAll(List<ImageFile> files, Console console) throws IOException {
    try (Progress progress = console.progress("published", files.size())) {
      for (ImageFile file : files) {
        publish(file);
        progress.done(published);
      }
      flush();
    }
    tellTooLarge(console);
  }

  /**
   * Publishes a file; {@link #flush} says whether it arrived.
   *
   * @throws UserErrorException if the file cannot be read or the broker refused an earlier one
   */
  @SuppressWarnings("FutureReturnValueIgnored") // the callback gets what the future has
  public void publish(ImageFile file) throws IOException {
    producer.send(record(file), (metadata, e) -> failure.compareAndSet(null, e));
    published++;
    throwFailure();
  }

  /**
   * Waits until all published events have arrived.
   *
   * @throws UserErrorException if the broker refused one
   */
  public void flush() {
    producer.flush();
    throwFailure();
  }

  /** How many events were published. */
  public long published() {
    return published;
  }

  /** How many files were too large for a record and went as a URI. */
  public int tooLarge() {
    return tooLarge.size();
  }

  @Override
  public void close() {
    producer.close();
  }

  private void tellTooLarge(Console console) {
    tooLarge.stream()
        .limit(MAX_NAMED)
        .forEach(
            file ->
                console.say(
                    "%s has %d bytes but %s; it went as a URI"
                        .formatted(file.path(), file.bytes(), limit.rule())));
    if (tooLarge.size() > MAX_NAMED) {
      console.say("and %d more files".formatted(tooLarge.size() - MAX_NAMED));
    }
    tooLarge.stream()
        .mapToLong(ImageFile::bytes)
        .max()
        .ifPresent(largest -> console.say(limit.remedy(largest)));
  }

  private ProducerRecord<byte[], byte[]> record(ImageFile file) throws IOException {
    // a file that cannot fit is not even read
    if (file.bytes() <= limit.bytes()) {
      var record = record(file, event(file).setImage(image(file)).build());
      if (RecordSize.of(record) <= limit.bytes()) {
        return record;
      }
    }
    tooLarge.add(file);
    return record(file, event(file).setUri(file.path().toUri().toString()).build());
  }

  private ProducerRecord<byte[], byte[]> record(ImageFile file, ImageEvent event) {
    byte[] key = file.id().getBytes(StandardCharsets.UTF_8);
    return new ProducerRecord<>(topic, key, encoder.encode(event));
  }

  private static ImageEvent.Builder event(ImageFile file) {
    return ImageEvent.newBuilder().setId(file.id());
  }

  private static ByteBuffer image(ImageFile file) throws IOException {
    if (!Files.isReadable(file.path())) {
      throw new UserErrorException(file.path() + " cannot be read; check its permissions");
    }
    return ByteBuffer.wrap(Files.readAllBytes(file.path()));
  }

  private void throwFailure() {
    Exception e = failure.get();
    if (e != null) {
      throw new UserErrorException(
          "topic %s refused an event: %s".formatted(topic, e.getMessage()));
    }
  }
}
