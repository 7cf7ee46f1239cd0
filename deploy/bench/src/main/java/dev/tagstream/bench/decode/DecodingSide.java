package dev.tagstream.bench.decode;

import dev.tagstream.bench.frame.Side;
import dev.tagstream.bench.image.SampleImage;
import java.util.List;

/** Decodes images one after another. Its answer is the number of decoded images. */
abstract class DecodingSide implements Side<Long> {

  private final String name;
  private final List<SampleImage> samples;
  private final long images;
  private long decoded;

  DecodingSide(String name, List<SampleImage> samples, long images) {
    this.name = name;
    this.samples = samples;
    this.images = images;
  }

  /** Decodes an image to pixels. */
  abstract void decode(byte[] encoded) throws Exception;

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final void work() throws Exception {
    decoded = 0;
    while (decoded < images) {
      decode(samples.get((int) (decoded % samples.size())).encoded());
      decoded++;
    }
  }

  @Override
  public final Long answers() {
    return decoded;
  }

  @Override
  public void close() {}
}
