package dev.tagstream.bench.bare;

import dev.tagstream.bench.image.SampleImage;
import dev.tagstream.console.UserErrorException;
import dev.tagstream.pipeline.image.ImageDecoder;
import dev.tagstream.pipeline.image.ImageLimits;
import dev.tagstream.pipeline.image.PixelNormalizer;
import dev.tagstream.pipeline.record.PixelImage;
import dev.tagstream.pipeline.record.UnreadableImageException;
import dev.tagstream.schemas.model.Contract;

/** Decodes, resizes, crops and normalizes like the job. Not thread-safe. */
final class Preparation implements AutoCloseable {

  private final ImageDecoder decoder;
  private final PixelNormalizer normalizer;

  Preparation(Contract contract, ImageLimits limits) {
    this.decoder = new ImageDecoder(contract.preprocessing(), limits);
    this.normalizer =
        new PixelNormalizer(
            contract.preprocessing(), contract.input().type(), contract.input().layout());
  }

  /** An image as a row of the model's input; valid until the next call. */
  byte[] rowOf(SampleImage sample) {
    try {
      PixelImage pixels = decoder.decode(sample.encoded()).pixels();
      return normalizer.normalize(pixels);
    } catch (UnreadableImageException unreadable) {
      throw new UserErrorException(
          "%s: %s: %s; benchmarks need images that can be tagged"
              .formatted(sample.id(), unreadable.reason(), unreadable.detail()));
    }
  }

  @Override
  public void close() {
    decoder.close();
  }
}
