package dev.tagstream.bench.job;

import dev.tagstream.bench.image.SampleImage;
import dev.tagstream.schemas.ImageEvent;
import java.nio.ByteBuffer;
import java.util.function.LongFunction;

/** How events carry images. */
@FunctionalInterface
public interface PublishedImages {

  /**
   * The event of an image.
   *
   * @param number of the image in its round, from 0
   */
  ImageEvent event(String id, long number, SampleImage sample);

  /** Events with the bytes. */
  static PublishedImages asBytes() {
    return (id, number, sample) ->
        ImageEvent.newBuilder().setId(id).setImage(ByteBuffer.wrap(sample.encoded())).build();
  }

  /**
   * Events with URIs.
   *
   * @param uri of an image of a round
   */
  static PublishedImages asUris(LongFunction<String> uri) {
    return (id, number, sample) ->
        ImageEvent.newBuilder().setId(id).setUri(uri.apply(number)).build();
  }
}
