package dev.tagstream.bench.gpu;

import dev.tagstream.bench.image.SampleImage;
import dev.tagstream.bench.image.Workload;
import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.gpu.GpuImageDecoder;
import dev.tagstream.pipeline.image.BatchDecoder.Outcome;
import dev.tagstream.pipeline.image.ImageDecoder;
import dev.tagstream.pipeline.image.PixelNormalizer;
import dev.tagstream.pipeline.model.ModelContract;
import dev.tagstream.pipeline.model.TagModel;
import dev.tagstream.pipeline.model.TopTags;
import dev.tagstream.pipeline.model.session.DeviceRequest;
import dev.tagstream.pipeline.model.session.SessionRegistry;
import dev.tagstream.pipeline.record.PixelImage;
import dev.tagstream.pipeline.record.Tag;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;

/**
 * The difference between tags for pixels from a GPU and from the CPU; the model runs on the CPU for
 * both.
 *
 * @param samples the number of images
 * @param same the number of images with the same best tag
 * @param sure the number of images with a best score above 0.5 for the CPU's pixels
 * @param sureAndSame the number of those with the same best tag
 * @param largest difference between the scores of the two best tags
 */
public record TagDifference(long samples, long same, long sure, long sureAndSame, double largest) {

  private static final float SURE = 0.5f;

  /** Decodes all images of a workload both ways. */
  public static TagDifference of(Path file, int gpu, ModelContract contract, Workload work)
      throws Exception {
    long samples = 0;
    long same = 0;
    long sure = 0;
    long sureAndSame = 0;
    double largest = 0;
    try (TagModel model = SessionRegistry.ofProcess().lease(file, DeviceRequest.cpu(), 1);
        GpuImageDecoder card = GpuImageDecoder.open(gpu, contract.preprocessing(), work.limits());
        ImageDecoder cpu = new ImageDecoder(contract.preprocessing(), work.limits())) {
      for (SampleImage sample : work.samples().all()) {
        ByteRange encoded = ByteRange.of(sample.encoded());
        if (card.decode(List.of(encoded)).get(0) instanceof Outcome.Success made) {
          Tag tag = best(model, made.image().pixels());
          Tag expected = best(model, cpu.decode(encoded).pixels());
          boolean agrees = tag.index() == expected.index();
          boolean isSure = expected.score() > SURE;
          samples++;
          same += agrees ? 1 : 0;
          sure += isSure ? 1 : 0;
          sureAndSame += isSure && agrees ? 1 : 0;
          largest = Math.max(largest, Math.abs(tag.score() - expected.score()));
        }
      }
    }
    return new TagDifference(samples, same, sure, sureAndSame, largest);
  }

  private static Tag best(TagModel model, PixelImage pixels) throws Exception {
    ModelContract contract = model.contract();
    PixelNormalizer normalizer =
        new PixelNormalizer(
            contract.preprocessing(), contract.input().type(), contract.input().layout());
    byte[] row = normalizer.normalize(pixels);
    int bytes = normalizer.rowBytes(pixels);
    ByteBuffer input = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    return new TopTags(contract, 1).of(model.score(input.put(0, row, 0, bytes), 1), 0).get(0);
  }
}
