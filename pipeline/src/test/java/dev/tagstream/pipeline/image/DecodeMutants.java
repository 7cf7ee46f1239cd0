package dev.tagstream.pipeline.image;

import dev.tagstream.pipeline.record.UnreadableImageException;
import dev.tagstream.schemas.model.Preprocessing;
import dev.tagstream.schemas.model.Resize;
import dev.tagstream.schemas.model.Size;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Decodes mutants in a process of its own, which a native crash may end. Says on standard output
 * which mutant it is about to decode, and at last what became of them. Arguments: seed, first
 * number, count, folders of images.
 */
final class DecodeMutants {

  /** Small, so that none takes long. */
  private static final ImageLimits LIMITS = new ImageLimits(200_000, 1_000_000, 10_000);

  private static final Preprocessing PREPROCESSING =
      TestImages.preprocessing(
          new Resize(Resize.Rule.SHORTEST_SIDE, 64, 64, Resize.Filter.BILINEAR, true),
          new Size(56, 56));

  private static final int SOUND_EVERY = 100;

  private int decoded;
  private int rejected;
  private int slowest;
  private long slowestNanos;

  private DecodeMutants() {}

  public static void main(String[] arguments) throws IOException {
    long seed = Long.parseLong(arguments[0]);
    int first = Integer.parseInt(arguments[1]);
    int count = Integer.parseInt(arguments[2]);
    List<byte[]> images = new ArrayList<>();
    for (String folder : List.of(arguments).subList(3, arguments.length)) {
      images.addAll(images(Path.of(folder)));
    }
    new DecodeMutants().run(new ImageMutator(images, seed), first, count);
  }

  private void run(ImageMutator mutator, int first, int count) {
    long early = 0;
    try (ImageDecoder decoder = new ImageDecoder(PREPROCESSING, LIMITS)) {
      for (int i = 0; i < count; i++) {
        // when buffers and compiled code have grown to their size
        if (i == count / 5) {
          early = ProcessMemory.residentBytes();
        }
        System.out.println("mutant " + (first + i));
        decode(decoder, mutator.mutant(first + i), first + i);
        if (i % SOUND_EVERY == 0) {
          requireSound(decoder);
        }
      }
    }
    System.out.printf(
        "decoded %d, rejected %d; slowest %d with %d ms; RSS %d MB, after a fifth %d MB%n",
        decoded,
        rejected,
        slowest,
        TimeUnit.NANOSECONDS.toMillis(slowestNanos),
        ProcessMemory.residentBytes() >> 20,
        early >> 20);
  }

  private void decode(ImageDecoder decoder, byte[] mutant, int number) {
    long begin = System.nanoTime();
    try {
      decoder.decode(mutant);
      decoded++;
    } catch (UnreadableImageException unreadable) {
      if (unreadable.detail().isBlank() || unreadable.detail().contains("\n")) {
        throw new IllegalStateException("not one line: " + unreadable.detail(), unreadable);
      }
      rejected++;
    }
    long nanos = System.nanoTime() - begin;
    if (nanos > slowestNanos) {
      slowestNanos = nanos;
      slowest = number;
    }
  }

  /** What a decoder met must not show in the next image. */
  private static void requireSound(ImageDecoder decoder) {
    byte[] image = TestImages.encoded("rgb.png");
    try (ImageDecoder fresh = new ImageDecoder(PREPROCESSING, LIMITS)) {
      byte[] expected = fresh.decode(image).pixels().rgb();
      if (!Arrays.equals(decoder.decode(image).pixels().rgb(), expected)) {
        throw new IllegalStateException("a sound image has other pixels after mutants");
      }
    } catch (UnreadableImageException refused) {
      throw new IllegalStateException("a sound image is refused after mutants", refused);
    }
  }

  private static List<byte[]> images(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().matches(".*\\.(png|jpg|gif|bmp|webp|tif)"))
          .sorted()
          .map(TestImages::read)
          .filter(image -> image.length < LIMITS.maxEncodedBytes())
          .toList();
    }
  }
}
