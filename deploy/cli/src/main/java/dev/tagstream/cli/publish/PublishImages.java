package dev.tagstream.cli.publish;

import dev.tagstream.cli.files.NamedFiles;
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
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Publishes files as image events, keyed by their id.
 *
 * <p>The event of a file that is too large for a record of the topic contains the file's {@code
 * uri} instead of the image, so that it gets an answer too; the user learns which setting to
 * change.
 */
public final class PublishImages implements AutoCloseable {

  /** A batch size for many images in each request. */
  private static final int BATCH_BYTES = 1 << 20;

  /**
   * The default of {@link ProducerConfig#BUFFER_MEMORY_CONFIG}; the buffer is larger if two of the
   * largest records are.
   */
  private static final long MIN_BUFFER_BYTES = 32 << 20;

  /**
   * The most events that wait for the broker. The producer's buffer bounds their bytes, but what it
   * keeps of a small event beside its bytes is more than these.
   */
  private static final int MAX_WAITING = 20_000;

  private final String topic;
  private final RecordLimit limit;
  private final Producer<byte[], byte[]> producer;
  private final SingleObjectEncoder<ImageEvent> encoder = SingleObjectEncoder.of(ImageEvent.class);
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private final PublishLog log;
  private final AtomicLong acknowledged = new AtomicLong();
  private final Semaphore waiting = new Semaphore(MAX_WAITING);
  private final NamedFiles tooLarge = new NamedFiles();
  private final NamedFiles unreadable = new NamedFiles();
  private long largestBytes;

  private PublishImages(
      String topic, RecordLimit limit, Producer<byte[], byte[]> producer, PublishLog log) {
    this.topic = topic;
    this.limit = limit;
    this.producer = producer;
    this.log = log;
  }

  /**
   * Connects.
   *
   * @throws UnusableKafkaException if no broker answers or it has no such topic
   */
  public static PublishImages to(KafkaConnection connection, String topic)
      throws InterruptedException {
    return to(connection, topic, PublishLog.NONE);
  }

  /**
   * Connects.
   *
   * @param log receives the acknowledged events
   * @throws UnusableKafkaException if no broker answers or it has no such topic
   */
  static PublishImages to(KafkaConnection connection, String topic, PublishLog log)
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
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer()),
        log);
  }

  /**
   * Publishes files, shows progress, and returns when all have arrived.
   *
   * @throws UserErrorException if the broker refuses an event or a file cannot be read
   */
  public void publishAll(List<ImageFile> files, Console console) throws IOException {
    try (Progress progress = console.progress("published", files.size())) {
      for (ImageFile file : files) {
        publish(file);
        progress.done(acknowledged.get());
      }
      flush();
    }
    tell(console);
    if (unreadable.count() > 0) {
      throw new UserErrorException("fix these files or remove them from the folder");
    }
  }

  /**
   * Publishes a file; {@link #flush} waits for its arrival. Records and skips a file that cannot be
   * read.
   *
   * @throws UserErrorException if the broker refused an earlier one
   */
  public void publish(ImageFile file) throws IOException {
    Optional<ProducerRecord<byte[], byte[]>> record = record(file);
    if (record.isPresent()) {
      send(file.id(), record.get());
    }
    throwFailure();
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the callback receives the same result
  private void send(String id, ProducerRecord<byte[], byte[]> event) {
    try {
      waiting.acquire();
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
    producer.send(
        event,
        (metadata, e) -> {
          waiting.release();
          arrived(id, metadata, e);
        });
  }

  private void arrived(String id, RecordMetadata metadata, @Nullable Exception e) {
    if (e != null) {
      failure.compareAndSet(null, e);
      return;
    }
    try {
      log.published(id, metadata.partition(), metadata.offset());
      acknowledged.incrementAndGet();
    } catch (IOException cannotRemember) {
      failure.compareAndSet(null, cannotRemember);
    }
  }

  /** Records a file that cannot be read. */
  void unreadable(String path) {
    unreadable.add(path + " cannot be read; check its permissions");
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

  /** The number of events that the broker has acknowledged. */
  public long published() {
    return acknowledged.get();
  }

  /** Whether every file was published with its bytes. */
  boolean isComplete() {
    return tooLarge.count() == 0 && unreadable.count() == 0;
  }

  @Override
  public void close() {
    producer.close();
  }

  /** Names the files that were too large or could not be read, and the remedy. */
  void tell(Console console) {
    tooLarge.tell(console);
    if (tooLarge.count() > 0) {
      console.say(limit.remedy(largestBytes));
    }
    unreadable.tell(console);
    if (unreadable.count() > 0) {
      console.say("skipped %d files that cannot be read".formatted(unreadable.count()));
    }
  }

  /** Whether a file fits into a record; records it otherwise. */
  boolean fits(ImageFile file) {
    if (!Files.isReadable(file.path())) {
      unreadable(file.path().toString());
      return false;
    }
    if (file.bytes() > limit.bytes()) {
      noteTooLarge(file);
      return false;
    }
    return true;
  }

  private Optional<ProducerRecord<byte[], byte[]>> record(ImageFile file) {
    // a file that cannot fit is not read
    if (file.bytes() <= limit.bytes()) {
      byte[] image;
      try {
        image = Files.readAllBytes(file.path());
      } catch (ClosedByInterruptException e) {
        throw new InterruptException(e.toString());
      } catch (IOException e) {
        unreadable(file.path().toString());
        return Optional.empty();
      }
      var record = record(file, event(file).setImage(ByteBuffer.wrap(image)).build());
      if (RecordSize.of(record) <= limit.bytes()) {
        return Optional.of(record);
      }
    }
    noteTooLarge(file);
    return Optional.of(record(file, event(file).setUri(file.path().toUri().toString()).build()));
  }

  private void noteTooLarge(ImageFile file) {
    largestBytes = Math.max(largestBytes, file.bytes());
    tooLarge.add(
        "%s has %d bytes but %s; its event has a URI instead of the bytes"
            .formatted(file.path(), file.bytes(), limit.rule()));
  }

  private ProducerRecord<byte[], byte[]> record(ImageFile file, ImageEvent event) {
    byte[] key = file.id().getBytes(StandardCharsets.UTF_8);
    return new ProducerRecord<>(topic, key, encoder.encode(event));
  }

  private static ImageEvent.Builder event(ImageFile file) {
    return ImageEvent.newBuilder().setId(file.id());
  }

  private void throwFailure() {
    Exception e = failure.get();
    if (e != null) {
      throw new UserErrorException(
          "topic %s refused an event: %s".formatted(topic, e.getMessage()));
    }
  }
}
