package dev.tagstream.pipeline.kafka.event;

import dev.tagstream.fuzz.Message;
import dev.tagstream.schemas.ImageEvent;
import dev.tagstream.schemas.codec.MalformedMessageException;
import dev.tagstream.schemas.codec.SingleObjectDecoder;
import dev.tagstream.schemas.codec.UnknownSchemaException;

/** The bodies of image events: the marker and the fingerprint are put before them. */
public final class FuzzImageEvents {

  private static final SingleObjectDecoder<ImageEvent> DECODER =
      SingleObjectDecoder.of(ImageEvent.class);

  private FuzzImageEvents() {}

  public static void fuzzerTestOneInput(byte[] body) {
    try {
      EventRules.firstBroken(
          RecordBody.event(DECODER.decode(Message.of(ImageEvent.getClassSchema(), body))));
    } catch (MalformedMessageException | UnknownSchemaException refused) {
      // as it should be
    }
  }
}
