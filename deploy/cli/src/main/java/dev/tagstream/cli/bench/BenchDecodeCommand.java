package dev.tagstream.cli.bench;

import dev.tagstream.bench.Decode;
import dev.tagstream.bench.decode.PictureKind;
import dev.tagstream.cli.option.DefaultImageLimits;
import dev.tagstream.console.UserErrorException;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tagstream bench decode}. */
@Command(
    name = "decode",
    description = {
      "What decoding, resizing and cropping a picture costs: the pipeline's decoder, exact and"
          + " fast, against OpenCV that only decodes, OpenCV that decodes and resizes (INTER_AREA),"
          + " and ImageIO with Graphics2D; on one thread, for JPEGs (4:2:0, 4:4:4, progressive),"
          + " PNGs and WebPs of about 500, 1500 and 4000 pixels."
    },
    footer = {
      "",
      "Examples:",
      "  tagstream bench decode --images 400",
      "  tagstream bench decode --kind JPEG_420 --width 500 --images 1000"
    })
final class BenchDecodeCommand implements Callable<Integer> {

  private static final int IMAGES = 200;

  @Spec private CommandSpec spec;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "The pictures are generated from this number. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      split = ",",
      description = "Only these of ${COMPLETION-CANDIDATES}.")
  private Set<PictureKind> kinds = EnumSet.allOf(PictureKind.class);

  @Option(
      names = "--width",
      paramLabel = "PIXELS",
      split = ",",
      description = "Only these of 500, 1500 and 4000.")
  private Set<Integer> widths = Decode.WIDTHS;

  @Mixin private RoundsOptions rounds;

  @Mixin private ReportOption report;

  @Override
  public Integer call() throws Exception {
    if (!Decode.WIDTHS.containsAll(widths)) {
      throw new UserErrorException(
          "--width must be some of %s but was %s".formatted(Decode.WIDTHS, widths));
    }
    Decode benchmark =
        new Decode(rounds.plan(IMAGES), DefaultImageLimits.ofTheJob(), seed, kinds, widths);
    return report.print(benchmark.run(report.console(spec)), spec);
  }
}
