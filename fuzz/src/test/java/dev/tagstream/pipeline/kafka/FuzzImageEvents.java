package dev.tagstream.pipeline.kafka;

import dev.tagstream.schemas.ImageEvent;
import dev.tagstream.schemas.codec.MalformedMessageException;
import dev.tagstream.schemas.codec.SingleObjectDecoder;
import dev.tagstream.schemas.codec.SingleObjectEncoder;
import dev.tagstream.schemas.codec.UnknownSchemaException;
import java.util.Arrays;

/** The bodies of image events: the marker and the fingerprint are put before them. */
public final class FuzzImageEvents {

  private static final SingleObjectDecoder<ImageEvent> DECODER =
      SingleObjectDecoder.of(ImageEvent.class);

  private static final byte[] HEADER =
      Arrays.copyOf(
          SingleObjectEncoder.of(ImageEvent.class)
              .encode(ImageEvent.newBuilder().setId("").build()),
          10);

  private FuzzImageEvents() {}

  public static void fuzzerTestOneInput(byte[] body) {
    byte[] message = Arrays.copyOf(HEADER, HEADER.length + body.length);
    System.arraycopy(body, 0, message, HEADER.length, body.length);
    try {
      EventRules.firstBroken(DECODER.decode(message));
    } catch (MalformedMessageException | UnknownSchemaException refused) {
      // as it should be
    }
  }
}
