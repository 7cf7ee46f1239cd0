package dev.tagstream.local.events;

import dev.tagstream.local.console.Console;
import dev.tagstream.local.console.Progress;
import dev.tagstream.local.console.UserErrorException;
import dev.tagstream.pipeline.kafka.KafkaConnection;
import dev.tagstream.pipeline.kafka.Topics;
import dev.tagstream.pipeline.kafka.UnusableKafkaException;
import dev.tagstream.schemas.ImageEvent;
import dev.tagstream.schemas.codec.SingleObjectEncoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
 * ({@code uri}) instead of carrying it, as the schema provides, so that it gets its answer too.
 */
public final class PublishImages implements AutoCloseable {

  /** Room for the event's other fields, the record's key and Kafka's own headers, in bytes. */
  private static final int OVERHEAD_BYTES = 16 << 10;

  /** Many pictures to a request. */
  private static final int BATCH_BYTES = 1 << 20;

  /**
   * As {@link ProducerConfig#BUFFER_MEMORY_CONFIG} is by default, or two of the largest records.
   */
  private static final long MIN_BUFFER_BYTES = 32 << 20;

  private final String topic;
  private final long maxImageBytes;
  private final Producer<byte[], byte[]> producer;
  private final SingleObjectEncoder<ImageEvent> encoder = SingleObjectEncoder.of(ImageEvent.class);
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private long published;
  private long publishedAsUri;

  private PublishImages(String topic, long maxImageBytes, Producer<byte[], byte[]> producer) {
    this.topic = topic;
    this.maxImageBytes = maxImageBytes;
    this.producer = producer;
  }

  /**
   * Connects.
   *
   * @throws UnusableKafkaException if no broker answers or it has no such topic
   */
  public static PublishImages to(KafkaConnection connection, String topic)
      throws InterruptedException {
    int maxMessageBytes;
    try (Topics topics = Topics.of(connection)) {
      maxMessageBytes = topics.maxMessageBytes(topic);
    }
    Map<String, Object> settings =
        connection.with(
            Map.of(
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                maxMessageBytes,
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                Math.max(MIN_BUFFER_BYTES, 2L * maxMessageBytes),
                ProducerConfig.BATCH_SIZE_CONFIG,
                Math.min(BATCH_BYTES, maxMessageBytes / 2),
                ProducerConfig.LINGER_MS_CONFIG,
                5));
    return new PublishImages(
        topic,
        maxMessageBytes - OVERHEAD_BYTES,
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer()));
  }

  /**
   * Publishes files, shows progress, and returns when all have arrived.
   *
   * @throws UserErrorException if a file cannot be read or the broker refuses an event
   */
  public void publishAll(List<PictureFile> files, Console console) throws IOException {
    try (Progress progress = console.progress("published", files.size())) {
      for (PictureFile file : files) {
        publish(file);
        progress.done(published);
      }
      flush();
    }
    if (publishedAsUri > 0) {
      console.say(
          "%d files of more than %d bytes went as a URI, since topic %s takes no larger records"
              .formatted(publishedAsUri, maxImageBytes, topic));
    }
  }

  /**
   * Publishes a file; {@link #flush} says whether it arrived.
   *
   * @throws UserErrorException if the file cannot be read or the broker refused an earlier one
   */
  @SuppressWarnings("FutureReturnValueIgnored") // the callback gets what the future has
  public void publish(PictureFile file) throws IOException {
    byte[] key = file.id().getBytes(StandardCharsets.UTF_8);
    producer.send(
        new ProducerRecord<>(topic, key, encoder.encode(event(file))),
        (metadata, e) -> failure.compareAndSet(null, e));
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

  @Override
  public void close() {
    producer.close();
  }

  private ImageEvent event(PictureFile file) throws IOException {
    ImageEvent.Builder event = ImageEvent.newBuilder().setId(file.id());
    if (file.bytes() > maxImageBytes) {
      publishedAsUri++;
      return event.setUri(file.path().toUri().toString()).build();
    }
    if (!Files.isReadable(file.path())) {
      throw new UserErrorException(file.path() + " cannot be read; check its permissions");
    }
    return event.setImage(ByteBuffer.wrap(Files.readAllBytes(file.path()))).build();
  }

  private void throwFailure() {
    Exception e = failure.get();
    if (e != null) {
      throw new UserErrorException(
          "topic %s refused an event: %s".formatted(topic, e.getMessage()));
    }
  }
}
