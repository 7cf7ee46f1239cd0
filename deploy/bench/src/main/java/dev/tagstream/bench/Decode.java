package dev.tagstream.bench;

import dev.tagstream.bench.decode.DecodeCase;
import dev.tagstream.bench.decode.DecodeCase.ImageIo;
import dev.tagstream.bench.decode.DecodeCase.Targets;
import dev.tagstream.bench.decode.ImageKind;
import dev.tagstream.bench.frame.Benchmark;
import dev.tagstream.bench.frame.Report;
import dev.tagstream.bench.frame.Rounds;
import dev.tagstream.bench.frame.RoundsReport;
import dev.tagstream.bench.frame.Target;
import dev.tagstream.bench.image.ImageSize;
import dev.tagstream.bench.image.SampleImages;
import dev.tagstream.console.Console;
import dev.tagstream.pipeline.image.ImageLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Measures the cost of decoding, resizing and cropping, by size and kind of image.
 *
 * @param plan the rounds for images of 500 pixels; larger images get fewer
 * @param limits of the decoder
 * @param seed of the images
 * @param kinds of images, in order
 * @param widths some of {@link #WIDTHS}
 */
public record Decode(
    Rounds.Plan plan, ImageLimits limits, long seed, Set<ImageKind> kinds, Set<Integer> widths)
    implements Benchmark {

  private static final int SAMPLES = 4;
  private static final ImageSize MEDIUM = new ImageSize(1500, 1125, 0.88f);
  private static final ImageSize LARGE = new ImageSize(4000, 3000, 0.88f);

  private static final List<ImageSize> SIZES = List.of(ImageSize.WEB, MEDIUM, LARGE);

  /** The widths of all images, in pixels. */
  public static final Set<Integer> WIDTHS =
      SIZES.stream().map(ImageSize::width).collect(Collectors.toCollection(TreeSet::new));

  /** The targets of the exact and the fast decoder relative to bare decoding, at 500 pixels. */
  private static final Targets WEB_TARGETS =
      new Targets(Target.atMost(2.0), Target.atMost(1.3), null);

  private static final Targets LARGE_TARGETS = new Targets(null, null, Target.atMost(1.0 / 3));

  /**
   * The reports of all cases.
   *
   * @param cases one for each size and kind
   */
  public record Cases(List<RoundsReport> cases) implements Report {

    public Cases {
      cases = List.copyOf(cases);
    }

    @Override
    public boolean passed() {
      return cases.stream().allMatch(RoundsReport::passed);
    }

    @Override
    public String text() {
      return cases.stream().map(RoundsReport::text).collect(Collectors.joining("\n\n"));
    }
  }

  /** Measures one case after the other; each has its own report. */
  @Override
  public Cases run(Console console) throws Exception {
    List<RoundsReport> reports = new ArrayList<>();
    for (ImageSize size : SIZES) {
      if (!widths.contains(size.width())) {
        continue;
      }
      SampleImages drawn = SampleImages.generated(SAMPLES, size, seed);
      for (ImageKind kind : kinds) {
        console.say(kind + " of " + size);
        DecodeCase decodeCase =
            new DecodeCase(
                kind.encode(drawn),
                kind.isKnownToImageIo() ? ImageIo.READS : ImageIo.DOES_NOT_READ,
                targets(size, kind));
        reports.add(decodeCase.run(planFor(size), limits, console));
      }
    }
    return new Cases(reports);
  }

  private static Targets targets(ImageSize size, ImageKind kind) {
    if (kind != ImageKind.JPEG_420) {
      return Targets.NONE;
    }
    return size.equals(ImageSize.WEB)
        ? WEB_TARGETS
        : size.equals(LARGE) ? LARGE_TARGETS : Targets.NONE;
  }

  /** The plan for a size. The number of pixels in a round does not depend on the size. */
  private Rounds.Plan planFor(ImageSize size) {
    long pixels = (long) ImageSize.WEB.width() * ImageSize.WEB.height() * plan.images();
    long images = Math.max(1, pixels / ((long) size.width() * size.height()));
    return new Rounds.Plan(images, plan.warmUp(), plan.rounds());
  }
}
