package dev.tagstream.bench.gpu;

import dev.tagstream.bench.image.SampleImage;
import dev.tagstream.bench.image.Workload;
import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.gpu.GpuImageDecoder;
import dev.tagstream.pipeline.image.BatchDecoder.Outcome;
import dev.tagstream.pipeline.image.ImageDecoder;
import dev.tagstream.pipeline.model.ModelContract;
import dev.tagstream.pipeline.record.PixelImage;
import dev.tagstream.pipeline.record.UnreadableImageException;
import java.util.List;

/**
 * The difference between pixels from a GPU and from the CPU.
 *
 * @param decodedOnCard the number of images that the GPU decodes; the CPU decodes the others anyway
 * @param equal the number of those with exactly the CPU's pixels
 * @param largest difference of a color sample, of 255
 * @param mean difference of the color samples, of 255
 */
public record PixelDifference(long decodedOnCard, long equal, int largest, double mean) {

  /** Decodes all images of a workload both ways. */
  public static PixelDifference of(int gpu, ModelContract contract, Workload work)
      throws UnreadableImageException {
    long onCard = 0;
    long equal = 0;
    int largest = 0;
    double sum = 0;
    try (GpuImageDecoder card = GpuImageDecoder.open(gpu, contract.preprocessing(), work.limits());
        ImageDecoder cpu = new ImageDecoder(contract.preprocessing(), work.limits())) {
      for (SampleImage sample : work.samples().all()) {
        long before = card.decodedOnCard();
        ByteRange encoded = ByteRange.of(sample.encoded());
        Outcome outcome = card.decode(List.of(encoded)).get(0);
        if (card.decodedOnCard() > before && outcome instanceof Outcome.Success made) {
          int[] differences = differences(made.image().pixels(), cpu.decode(encoded).pixels());
          onCard++;
          equal += differences[0] == 0 ? 1 : 0;
          largest = Math.max(largest, differences[0]);
          sum += (double) differences[1] / made.image().pixels().bytes();
        }
      }
    }
    return new PixelDifference(onCard, equal, largest, onCard == 0 ? 0 : sum / onCard);
  }

  /** The largest difference and the sum of all differences. */
  private static int[] differences(PixelImage pixels, PixelImage others) {
    int largest = 0;
    int sum = 0;
    for (int i = 0; i < pixels.bytes(); i++) {
      int difference = Math.abs((pixels.rgb()[i] & 0xFF) - (others.rgb()[i] & 0xFF));
      largest = Math.max(largest, difference);
      sum += difference;
    }
    return new int[] {largest, sum};
  }
}
