package dev.tagstream.cluster;

import dev.tagstream.pipeline.kafka.KafkaConnection;
import dev.tagstream.schemas.ImageEvent;
import dev.tagstream.schemas.codec.SingleObjectEncoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Puts events of the bundled images on their topic, every fiftieth of them poison, and knows what
 * must become of each.
 */
final class ImagesTopic implements AutoCloseable {

  private static final int EVENTS_TO_A_POISON = 50;
  private static final SingleObjectEncoder<ImageEvent> ENCODER =
      SingleObjectEncoder.of(ImageEvent.class);

  private final List<byte[]> images;
  private final int partitions;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Map<String, String> expected = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private int published;

  ImagesTopic(KafkaConnection connection, Path images, int partitions) throws IOException {
    try (Stream<Path> files = Files.walk(images)) {
      this.images =
          files
              .filter(file -> file.toString().matches(".*[0-9]+\\.(png|jpg)"))
              .sorted()
              .map(ImagesTopic::read)
              .toList();
    }
    this.partitions = partitions;
    this.producer =
        new KafkaProducer<>(
            connection.forProducer(Map.of()), new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Publishes more events until there are {@code count}. */
  void publishUpTo(int count) {
    for (; published < count; published++) {
      send(event(published));
    }
  }

  /** How many events there are now. */
  int published() {
    return published;
  }

  /** Publishes one image of another kind, and counts it with the others. */
  void publish(String id, byte[] image, String answer) {
    send(event(id, image, answer));
    published++;
  }

  /** Publishes so many further images whose results carry an attribute of some size. */
  void publishLarge(int count, int attributeBytes) {
    Map<String, String> attributes = Map.of("note", "x".repeat(attributeBytes));
    for (int i = 0; i < count; i++) {
      ImageEvent event =
          ImageEvent.newBuilder()
              .setId("large-" + published)
              .setImage(ByteBuffer.wrap(images.get(i % images.size())))
              .setAttributes(attributes)
              .build();
      send(new Event(ENCODER.encode(event), event.getId() + ": tagged"));
      published++;
    }
  }

  /** Publishes so many further events and returns how many there are now. */
  int publishMore(int count) {
    publishUpTo(published + count);
    return published;
  }

  /**
   * What must become of each event, by its place on the topic; returns when all have arrived there.
   */
  SortedMap<String, String> expected() throws Exception {
    producer.flush();
    Exception e = failure.get();
    if (e != null) {
      throw e;
    }
    return new TreeMap<>(expected);
  }

  @Override
  public void close() {
    producer.close();
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the callback gets what the future has
  private void send(Event event) {
    producer.send(
        new ProducerRecord<>("image-events", published % partitions, null, event.value()),
        (place, e) -> {
          if (e == null) {
            expected.put(place.partition() + "@" + place.offset(), event.answer());
          } else {
            failure.compareAndSet(null, e);
          }
        });
  }

  /**
   * A record's value and what must become of it.
   *
   * @param answer the id, a colon, and "tagged" or the reason of the reject
   */
  private record Event(byte[] value, String answer) {}

  private Event event(int number) {
    String id = "event-" + number;
    byte[] image = images.get(number % images.size());
    if (number % EVENTS_TO_A_POISON != EVENTS_TO_A_POISON - 1) {
      return event(id, image, "tagged");
    }
    return switch (number / EVENTS_TO_A_POISON % 4) {
      case 0 -> new Event(id.getBytes(StandardCharsets.UTF_8), "null: NOT_AN_IMAGE_EVENT");
      case 1 -> event(id, new byte[0], "EMPTY_IMAGE");
      case 2 -> event(id, "no image".getBytes(StandardCharsets.UTF_8), "UNSUPPORTED_FORMAT");
      default -> event(id, Arrays.copyOf(image, image.length / 2), "TRUNCATED_IMAGE");
    };
  }

  private static Event event(String id, byte[] image, String answer) {
    ImageEvent event = ImageEvent.newBuilder().setId(id).setImage(ByteBuffer.wrap(image)).build();
    return new Event(ENCODER.encode(event), id + ": " + answer);
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
