package dev.tagstream.bench.decode;

import dev.tagstream.bench.frame.AnswerComparison.Verdict;
import dev.tagstream.bench.frame.Conditions;
import dev.tagstream.bench.frame.Ratio;
import dev.tagstream.bench.frame.Rounds;
import dev.tagstream.bench.frame.RoundsReport;
import dev.tagstream.bench.frame.Side;
import dev.tagstream.bench.frame.SideResult;
import dev.tagstream.bench.frame.Target;
import dev.tagstream.bench.frame.ThreadKinds;
import dev.tagstream.bench.image.SampleImage;
import dev.tagstream.bench.image.SampleImages;
import dev.tagstream.console.Console;
import dev.tagstream.pipeline.image.ImageDecoder.Mode;
import dev.tagstream.pipeline.image.ImageLimits;
import dev.tagstream.schemas.model.Preprocessing;
import dev.tagstream.schemas.model.Resize;
import dev.tagstream.schemas.model.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All decoders on one kind of image, which they decode, resize to 256 pixels and crop to 224.
 *
 * @param samples the images to decode
 * @param imageIo whether the JDK reads them
 * @param targets of the pipeline's CPU time, as a share of a baseline's
 */
public record DecodeCase(SampleImages samples, ImageIo imageIo, Targets targets) {

  private static final int SHORTEST = 256;
  private static final int CROP = 224;

  /** Whether the JDK reads a kind of image. */
  public enum ImageIo {
    READS,
    DOES_NOT_READ
  }

  /**
   * The targets of CPU times; null for ratios that are only reported.
   *
   * @param exact the exact mode relative to OpenCV's decoding
   * @param fast the fast mode relative to OpenCV's decoding
   * @param fastToResized the fast mode relative to OpenCV's decoding and resizing
   */
  public record Targets(
      @Nullable Target exact, @Nullable Target fast, @Nullable Target fastToResized) {

    public static final Targets NONE = new Targets(null, null, null);
  }

  /** Measures every round of each decoder in turn on the images of this case. */
  public RoundsReport run(Rounds.Plan plan, ImageLimits limits, Console console) throws Exception {
    Conditions before =
        Conditions.before(
            "decode",
            "one thread: decoding, resize to 256 and crop of 224, against OpenCV and ImageIO",
            Map.of("images", samples.description()));
    List<Side<Long>> sides = sides(plan.images(), limits);
    try {
      Rounds.Outcome outcome =
          new Rounds<>(sides, DecodeCase::compare, ThreadKinds.NONE).run(plan, console);
      return report(before.after(), plan, outcome);
    } finally {
      for (Side<Long> side : sides) {
        side.close();
      }
    }
  }

  private List<Side<Long>> sides(long images, ImageLimits limits) {
    List<SampleImage> all = samples.all();
    List<Side<Long>> sides = new ArrayList<>();
    sides.add(new PipelineSide("exact", all, images, imageNet(), limits, Mode.EXACT));
    sides.add(new PipelineSide("fast", all, images, imageNet(), limits, Mode.FAST));
    if (imageIo == ImageIo.READS) {
      sides.add(new ImageIoSide("ImageIO", all, images, SHORTEST));
    }
    sides.add(new OpenCvSide.Resizing("OpenCV + resize", all, images, SHORTEST));
    sides.add(new OpenCvSide("OpenCV", all, images));
    return sides;
  }

  private RoundsReport report(Conditions conditions, Rounds.Plan plan, Rounds.Outcome outcome) {
    List<SideResult> sides = outcome.sides();
    SideResult bare = outcome.baseline();
    SideResult resized = sides.get(sides.size() - 2);
    List<Ratio> ratios = new ArrayList<>();
    ratios.add(Ratio.cpuTime(sides.get(0), bare, targets.exact()));
    ratios.add(Ratio.cpuTime(sides.get(1), bare, targets.fast()));
    ratios.add(Ratio.cpuTime(sides.get(0), resized, null));
    ratios.add(Ratio.cpuTime(sides.get(1), resized, targets.fastToResized()));
    if (imageIo == ImageIo.READS) {
      ratios.add(Ratio.cpuTime(sides.get(0), sides.get(2), null));
    }
    return RoundsReport.of(
        conditions,
        plan,
        outcome,
        ratios,
        // decoders differ in their pixels; one that cannot decode fails the benchmark
        List.of(),
        List.of());
  }

  private static Verdict compare(Long decoded, Long baseline) {
    return new Verdict(
        baseline,
        decoded,
        decoded.equals(baseline) ? null : decoded + " of " + baseline + " were decoded");
  }

  private static Preprocessing imageNet() {
    return new Preprocessing(
        new Resize(Resize.Rule.SHORTEST_SIDE, SHORTEST, SHORTEST, Resize.Filter.BILINEAR, true),
        new Size(CROP, CROP),
        Preprocessing.ChannelOrder.RGB,
        1 / 255.0,
        List.of(0.485, 0.456, 0.406),
        List.of(0.229, 0.224, 0.225));
  }
}
