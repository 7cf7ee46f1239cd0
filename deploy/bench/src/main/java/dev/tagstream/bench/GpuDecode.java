package dev.tagstream.bench;

import dev.tagstream.bench.frame.AnswerComparison.Verdict;
import dev.tagstream.bench.frame.Benchmark;
import dev.tagstream.bench.frame.Conditions;
import dev.tagstream.bench.frame.Report;
import dev.tagstream.bench.frame.Rounds;
import dev.tagstream.bench.frame.RoundsReport;
import dev.tagstream.bench.frame.RoundsReport.Figure;
import dev.tagstream.bench.frame.SideResult;
import dev.tagstream.bench.frame.Spread;
import dev.tagstream.bench.frame.Target;
import dev.tagstream.bench.frame.ThreadKinds;
import dev.tagstream.bench.gpu.CpuDecodingSide;
import dev.tagstream.bench.gpu.GpuDecodingSide;
import dev.tagstream.bench.gpu.PixelDifference;
import dev.tagstream.bench.gpu.TagDifference;
import dev.tagstream.bench.image.Workload;
import dev.tagstream.bench.model.BenchmarkModel;
import dev.tagstream.console.Console;
import dev.tagstream.pipeline.model.ModelContract;
import dev.tagstream.pipeline.model.session.ModelFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Measures a GPU's decoder alone: all threads decode, resize and crop batches of JPEGs on the GPU,
 * compared with as many threads on the CPU. Also reports how far pixels and tags differ.
 *
 * @param model defines the preprocessing and tags the pixels
 * @param gpu the index of the GPU, from 0
 * @param batchImages the images of a batch
 * @param work the images and threads of a round
 * @param plan the rounds
 */
public record GpuDecode(
    BenchmarkModel model, int gpu, int batchImages, Workload work, Rounds.Plan plan)
    implements Benchmark {

  private static final Target RATE = Target.atLeast(12_000);
  private static final Target CPU_MILLIS = Target.atMost(0.6);
  private static final Target SAME_TAGS = Target.atLeast(0.999);

  @Override
  public Report run(Console console) throws Exception {
    Conditions before =
        Conditions.before(
            "gpu-decode",
            "decoding, resize and crop on a GPU against the same on the CPU",
            Map.of(
                "images",
                work.samples().description(),
                "threads",
                work.threads() + ", each with batches of " + batchImages));
    ModelContract contract = ModelFile.read(model.file());
    try (GpuDecodingSide onGpu = new GpuDecodingSide(gpu, contract, batchImages, work);
        CpuDecodingSide onCpu = new CpuDecodingSide(contract, work)) {
      Rounds.Outcome outcome =
          new Rounds<>(List.of(onGpu, onCpu), GpuDecode::compare, ThreadKinds.NONE)
              .run(plan, console);
      List<Figure> figures = new ArrayList<>();
      SideResult gpuSide = outcome.first();
      figures.add(new Figure("GPU", "images/s", gpuSide.imagesPerSecond(), RATE));
      figures.add(new Figure("GPU", "CPU ms/image", gpuSide.cpuMillisPerImage(), CPU_MILLIS));
      figures.add(
          figure("images that the card refused", "1", (double) onGpu.refusedByCard(), null));
      addDifferences(PixelDifference.of(gpu, contract, work), figures);
      console.say("tagging the pixels of both");
      addTags(TagDifference.of(model.file(), gpu, contract, work), figures);
      return report(before.after(), outcome, figures);
    }
  }

  private static void addDifferences(PixelDifference difference, List<Figure> figures) {
    figures.add(
        figure("images that the card decodes", "1", (double) difference.decodedOnCard(), null));
    figures.add(figure("  of them with the CPU's pixels", "1", (double) difference.equal(), null));
    figures.add(figure("  largest difference", "of 255", difference.largest(), null));
    figures.add(figure("  mean difference", "of 255", difference.mean(), null));
  }

  private static void addTags(TagDifference tags, List<Figure> figures) {
    figures.add(figure("images tagged", "1", (double) tags.samples(), null));
    figures.add(figure("  same best tag", "1", (double) tags.same(), null));
    figures.add(figure("  score above 0.5", "1", (double) tags.sure(), null));
    if (tags.sure() > 0) {
      double share = (double) tags.sureAndSame() / tags.sure();
      figures.add(figure("  of those the same best tag", "share", share, SAME_TAGS));
    }
    figures.add(figure("  largest difference of a score", "1", tags.largest(), null));
  }

  private static Figure figure(String name, String unit, double value, @Nullable Target target) {
    return new Figure(name, unit, Spread.of(List.of(value)), target);
  }

  private RoundsReport report(Conditions conditions, Rounds.Outcome outcome, List<Figure> figures) {
    return RoundsReport.of(
        conditions,
        plan,
        outcome,
        List.of(outcome.throughput(null), outcome.cpuTime(null)),
        List.of(),
        figures);
  }

  private static Verdict compare(Long decoded, Long baseline) {
    return new Verdict(
        baseline,
        decoded,
        decoded.equals(baseline) ? null : decoded + " of " + baseline + " were decoded");
  }
}
