package dev.tagstream.bench.decode;

import dev.tagstream.bench.image.SampleImage;
import dev.tagstream.pipeline.image.ImageDecoder;
import dev.tagstream.pipeline.image.ImageLimits;
import dev.tagstream.schemas.model.Preprocessing;
import java.util.List;

/** The pipeline's decoder: header and limits, decoding, resize and crop. */
final class PipelineSide extends DecodingSide {

  private final ImageDecoder decoder;

  PipelineSide(
      String name,
      List<SampleImage> samples,
      long images,
      Preprocessing preprocessing,
      ImageLimits limits,
      ImageDecoder.Mode mode) {
    super(name, samples, images);
    this.decoder = new ImageDecoder(preprocessing, limits, mode);
  }

  @Override
  void decode(byte[] encoded) throws Exception {
    decoder.decode(encoded);
  }

  @Override
  public void close() {
    decoder.close();
  }
}
