package dev.tagstream.cli.bench;

import dev.tagstream.bench.Decode;
import dev.tagstream.bench.decode.ImageKind;
import dev.tagstream.cli.option.DefaultImageLimits;
import dev.tagstream.console.UserErrorException;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code tagstream bench decode}. */
@Command(
    name = "decode",
    description = {
      "Measures decoding, resizing and cropping on one thread. It compares the pipeline's "
          + "decoder, exact and fast, with OpenCV that only decodes, OpenCV that decodes and "
          + "resizes (INTER_AREA), and ImageIO with Graphics2D. The images are JPEGs (4:2:0, "
          + "4:4:4, progressive), PNGs and WebPs of about 500, 1500 and 4000 pixels."
    },
    footer = {
      "",
      "Examples:",
      "  tagstream bench decode --images-per-round 400",
      "  tagstream bench decode --kind JPEG_420 --width 500 --images-per-round 1000"
    })
final class BenchDecodeCommand implements Callable<Integer> {

  private static final int IMAGES = 200;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "The seed of the generated images. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      split = ",",
      description = "Only these of ${COMPLETION-CANDIDATES}.")
  private Set<ImageKind> kinds = EnumSet.allOf(ImageKind.class);

  @Option(
      names = "--width",
      paramLabel = "PIXELS",
      split = ",",
      description = "Only these of 500, 1500 and 4000.")
  private Set<Integer> widths = Decode.WIDTHS;

  @Mixin private BenchmarkRunner runner;

  @Mixin private RoundsOptions rounds;

  @Override
  public Integer call() throws Exception {
    if (!Decode.WIDTHS.containsAll(widths)) {
      throw new UserErrorException(
          "--width must be some of %s but was %s".formatted(Decode.WIDTHS, widths));
    }
    return runner.run(
        new Decode(rounds.plan(IMAGES), DefaultImageLimits.ofTheJob(), seed, kinds, widths));
  }
}
