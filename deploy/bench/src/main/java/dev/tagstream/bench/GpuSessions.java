package dev.tagstream.bench;

import dev.tagstream.bench.bare.BareSettings;
import dev.tagstream.bench.bare.KnownAnswers;
import dev.tagstream.bench.bare.ModelLoop;
import dev.tagstream.bench.frame.Benchmark;
import dev.tagstream.bench.frame.Conditions;
import dev.tagstream.bench.frame.Ratio;
import dev.tagstream.bench.frame.Report;
import dev.tagstream.bench.frame.Rounds;
import dev.tagstream.bench.frame.RoundsReport;
import dev.tagstream.bench.frame.Side;
import dev.tagstream.bench.frame.SideResult;
import dev.tagstream.bench.frame.ThreadKinds;
import dev.tagstream.bench.image.Workload;
import dev.tagstream.bench.model.BenchmarkModel;
import dev.tagstream.console.Console;
import dev.tagstream.pipeline.record.Tag;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures the settings of ONNX Runtime's CUDA provider for a model: bare sessions on prepared
 * tensors, with one setting changed at a time.
 *
 * @param model the model file
 * @param usual the settings to change
 * @param work the images of a round
 * @param plan the rounds
 */
public record GpuSessions(BenchmarkModel model, BareSettings usual, Workload work, Rounds.Plan plan)
    implements Benchmark {

  private static final String USUAL = "as usual";

  /** All settings by name; the usual ones last. */
  private Map<String, BareSettings> settings() {
    Map<String, BareSettings> settings = new LinkedHashMap<>();
    BareSettings pinned = usual.pinned();
    settings.put("pinned", pinned);
    settings.put("pinned, NHWC", pinned.with("prefer_nhwc", "1"));
    settings.put(
        "pinned, NHWC, twice the batch",
        pinned.with("prefer_nhwc", "1").withBatches(2 * usual.batchImages()));
    settings.put("pinned, one session", pinned.withSessions(1));
    settings.put("pinned, heuristic search", pinned.with("cudnn_conv_algo_search", "HEURISTIC"));
    settings.put("pinned, less workspace", pinned.with("cudnn_conv_use_max_workspace", "0"));
    settings.put("pinned, TF32", pinned.with("use_tf32", "1"));
    settings.put(USUAL, usual);
    return settings;
  }

  @Override
  public Report run(Console console) throws Exception {
    Conditions before =
        Conditions.before(
            "gpu-sessions",
            "bare ONNX Runtime on ready-made tensors, one setting changed at a time",
            Map.of(
                "model",
                model.name(),
                "as usual",
                "%d sessions, batches of %d, pageable memory, %s"
                    .formatted(usual.sessions(), usual.batchImages(), usual.cuda())));
    KnownAnswers known = new KnownAnswers(model.file(), work);
    List<Side<List<List<Tag>>>> sides = new ArrayList<>();
    try {
      for (Map.Entry<String, BareSettings> setting : settings().entrySet()) {
        console.say("opening sessions: " + setting.getKey());
        sides.add(new ModelLoop(setting.getKey(), model.file(), work, known, setting.getValue()));
      }
      Rounds.Outcome outcome =
          new Rounds<>(sides, SameTags.usual(), ThreadKinds.NONE).run(plan, console);
      return report(before.after(), outcome);
    } finally {
      for (Side<List<List<Tag>>> side : sides) {
        side.close();
      }
    }
  }

  private RoundsReport report(Conditions conditions, Rounds.Outcome outcome) {
    List<SideResult> sides = outcome.sides();
    SideResult baseline = outcome.baseline();
    List<Ratio> ratios =
        sides.subList(0, sides.size() - 1).stream()
            .map(side -> Ratio.throughput(side, baseline, null))
            .toList();
    return RoundsReport.of(conditions, plan, outcome, ratios, List.of(), List.of());
  }
}
