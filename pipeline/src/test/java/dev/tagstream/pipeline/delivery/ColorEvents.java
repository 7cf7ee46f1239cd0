package dev.tagstream.pipeline.delivery;

import dev.tagstream.pipeline.TestImages;
import dev.tagstream.schemas.ImageEvent;
import dev.tagstream.schemas.codec.SingleObjectEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Events of images of one color, every twentieth of them bad in one of six ways. */
final class ColorEvents {

  /** What the job of the tests takes at most as an encoded image. */
  static final int MAX_ENCODED_BYTES = 100_000;

  private static final int RED = 0xFF0000;
  private static final int GREEN = 0x00FF00;
  private static final int BLUE = 0x0000FF;
  private static final int GOOD_FOR_EACH_BAD = 19;
  private static final SingleObjectEncoder<ImageEvent> ENCODER =
      SingleObjectEncoder.of(ImageEvent.class);

  private ColorEvents() {}

  /**
   * A record's value and what must become of it.
   *
   * @param value for the topic
   * @param answer the id, a colon, and the best tag or the reason of the reject
   */
  record Event(byte[] value, String answer) {}

  /** Six times twenty events for each round, of which six are bad. */
  static List<Event> rounds(String idPrefix, int rounds) {
    List<Bad> kinds = List.of(Bad.values());
    return IntStream.range(0, rounds * kinds.size() * (GOOD_FOR_EACH_BAD + 1))
        .mapToObj(
            i ->
                i % (GOOD_FOR_EACH_BAD + 1) == GOOD_FOR_EACH_BAD
                    ? kinds.get(i / (GOOD_FOR_EACH_BAD + 1) % kinds.size()).event(idPrefix + i)
                    : good(idPrefix + i, i))
        .toList();
  }

  /** Events that name the image at a URI. */
  static List<Event> uris(String idPrefix, int events, String uri, String answer) {
    return IntStream.range(0, events)
        .mapToObj(
            i -> {
              String id = idPrefix + i;
              ImageEvent event = ImageEvent.newBuilder().setId(id).setUri(uri).build();
              return new Event(ENCODER.encode(event), id + ": " + answer);
            })
        .toList();
  }

  /** A red image of which only the upper rows have come. */
  static Event truncated(String id, String answer) {
    byte[] jpeg = TestImages.jpg(RED, 200, 200);
    return event(id, Arrays.copyOf(jpeg, jpeg.length * 9 / 10), answer);
  }

  private static Event good(String id, int i) {
    return switch (i % 3) {
      case 0 -> event(id, TestImages.png(RED, 40, 30), "red");
      case 1 -> event(id, TestImages.jpg(GREEN, 30, 40), "green");
      default -> event(id, TestImages.jpg(BLUE, 33, 33), "blue");
    };
  }

  private static Event event(String id, byte[] image, String answer) {
    ImageEvent event = ImageEvent.newBuilder().setId(id).setImage(ByteBuffer.wrap(image)).build();
    return new Event(ENCODER.encode(event), id + ": " + answer);
  }

  private enum Bad {
    NOT_AVRO {
      @Override
      Event event(String id) {
        return new Event(id.getBytes(StandardCharsets.UTF_8), "null: NOT_AN_IMAGE_EVENT");
      }
    },
    TRUNCATED_JPEG {
      @Override
      Event event(String id) {
        return truncated(id, "TRUNCATED_IMAGE");
      }
    },
    EMPTY {
      @Override
      Event event(String id) {
        return ColorEvents.event(id, new byte[0], "EMPTY_IMAGE");
      }
    },
    /** Odd, but an image. */
    ONE_PIXEL {
      @Override
      Event event(String id) {
        return ColorEvents.event(id, TestImages.png(BLUE, 1, 1), "blue");
      }
    },
    TOO_LARGE {
      @Override
      Event event(String id) {
        byte[] image = new byte[MAX_ENCODED_BYTES + 1];
        new Random(id.hashCode()).nextBytes(image);
        return ColorEvents.event(id, image, "TOO_MANY_BYTES");
      }
    },
    TEXT_FILE {
      @Override
      Event event(String id) {
        byte[] text = "bread, milk, a dozen eggs".getBytes(StandardCharsets.UTF_8);
        return ColorEvents.event(id, text, "UNSUPPORTED_FORMAT");
      }
    };

    abstract Event event(String id);
  }
}
