package dev.tagstream.local;

import dev.tagstream.local.bench.Decode;
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
    footer = {"", "Example:", "  tagstream bench decode --images 400"})
final class BenchDecodeCommand implements Callable<Integer> {

  private static final int IMAGES = 200;

  @Spec private CommandSpec spec;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "The pictures are generated from this number. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Mixin private RoundsOptions rounds;

  @Mixin private ReportOption report;

  @Override
  public Integer call() throws Exception {
    Decode benchmark = new Decode(rounds.plan(IMAGES), VerifyCommand.usualLimits(), seed);
    return report.print(benchmark.run(report.console(spec)), spec);
  }
}
