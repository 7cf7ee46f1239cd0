package dev.tagstream.bench;

import dev.tagstream.bench.bare.ModelLoop;
import dev.tagstream.bench.frame.Benchmark;
import dev.tagstream.bench.frame.Conditions;
import dev.tagstream.bench.frame.Ratio;
import dev.tagstream.bench.frame.Report;
import dev.tagstream.bench.frame.Rounds;
import dev.tagstream.bench.frame.RoundsReport;
import dev.tagstream.bench.frame.RoundsReport.Answers;
import dev.tagstream.bench.frame.RoundsReport.Demand;
import dev.tagstream.bench.frame.RoundsReport.Figure;
import dev.tagstream.bench.frame.SideResult;
import dev.tagstream.bench.frame.Spread;
import dev.tagstream.bench.frame.Target;
import dev.tagstream.bench.image.Workload;
import dev.tagstream.bench.job.JobSide;
import dev.tagstream.bench.job.JobThreads;
import dev.tagstream.bench.job.RunningJob;
import dev.tagstream.bench.job.ShadowedSide;
import dev.tagstream.bench.model.BenchmarkModel;
import dev.tagstream.console.Console;
import dev.tagstream.console.UserErrorException;
import dev.tagstream.embedded.TemporaryFolder;
import dev.tagstream.pipeline.config.TaggingOptions;
import dev.tagstream.pipeline.model.session.ModelFile;
import dev.tagstream.pipeline.record.ModelEpoch;
import dev.tagstream.pipeline.rollout.ManifestFile;
import dev.tagstream.pipeline.rollout.ModelManifest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Measures what a shadow costs: the job with a shadow that is the same model as its main one,
 * against the job without, and against bare ONNX Runtime. A slot under load drops its shadow, so
 * the cost is measured while the events come at a part of the capacity, and the throughput at full
 * load beside it. Both jobs have their own, equal broker and Flink.
 *
 * @param model of all sides
 * @param setup the job
 * @param plan the rounds, first at full load and then at the rate
 */
public record Shadow(BenchmarkModel model, JobSetup setup, Rounds.Plan plan) implements Benchmark {

  /** Two models then take half of the capacity, far from the load at which a shadow is dropped. */
  private static final double SHARE_OF_CAPACITY = 0.25;

  private static final Target COST = Target.atMost(1.15);
  private static final Target ALL = Target.atLeast(1);

  private static final String WITH = "job with a shadow";
  private static final String WITHOUT = "job without";
  private static final String TOPIC = "image-tags-shadow";

  /** The switch waits for the model and for a checkpoint. */
  private static final int MOST_ROUNDS_TO_SWITCH = 100;

  private static final int MILLIS_BETWEEN_ROUNDS = 1500;

  /** The results at full load. */
  private record FullLoad(Rounds.Outcome outcome, List<Double> shares) {

    double perSecond() {
      return outcome.baseline().imagesPerSecond().median();
    }
  }

  @Override
  public Report run(Console console) throws Exception {
    Conditions before =
        setup.conditions(
            "shadow",
            "the job with a shadow of the same model against the job without, and the model alone",
            model);
    try (TemporaryFolder folder = TemporaryFolder.create("tagstream-bench-shadow")) {
      ManifestFile manifest = new ManifestFile(folder.path().resolve("models.json").toString());
      manifest.write(
          ModelManifest.begin(Instant.now())
              .withShadow(
                  new ModelEpoch.Model(
                      model.file().toString(), ModelFile.read(model.file()).sha256()),
                  Instant.now()));
      JobSetup shadowing =
          setup
              .withDefault(TaggingOptions.MODELS_FILE.key(), manifest.file())
              .withDefault(TaggingOptions.KAFKA_SHADOW_TOPIC.key(), TOPIC);
      try (RunningJob with = shadowing.start(model, console);
          RunningJob without = setup.start(model, console)) {
        FullLoad full = atFullLoad(with, without, console);
        return atRate(before, with, without, full, console);
      }
    }
  }

  private FullLoad atFullLoad(RunningJob with, RunningJob without, Console console)
      throws Exception {
    Workload work = setup.work();
    try (ShadowedSide shadowed =
            new ShadowedSide(new JobSide(WITH + ", full load", with, work), with, work);
        JobSide plain = new JobSide(WITHOUT + ", full load", without, work)) {
      console.say("waiting until the job has its shadow");
      awaitShadow(shadowed);
      console.say("at full load");
      Rounds.Outcome outcome =
          new Rounds<>(List.of(shadowed, plain), SameTags.usual(), JobThreads.kinds())
              .run(plan, console);
      return new FullLoad(outcome, measured(shadowed.shares()));
    }
  }

  /** The first images after a pause have their shadow, whatever the load. */
  private static void awaitShadow(ShadowedSide shadowed) throws Exception {
    for (int round = 0; round < MOST_ROUNDS_TO_SWITCH; round++) {
      Thread.sleep(MILLIS_BETWEEN_ROUNDS);
      shadowed.prepare();
      shadowed.work();
      var unused = shadowed.answers();
      if (shadowed.shares().get(round) > 0) {
        return;
      }
    }
    throw new UserErrorException(
        "the job did not begin its shadow in %d rounds".formatted(MOST_ROUNDS_TO_SWITCH));
  }

  private RoundsReport atRate(
      Conditions conditions, RunningJob with, RunningJob without, FullLoad full, Console console)
      throws Exception {
    Workload work = setup.work();
    double perSecond = full.perSecond() * SHARE_OF_CAPACITY;
    console.say("at %.1f images/s".formatted(perSecond));
    try (ShadowedSide shadowed =
            new ShadowedSide(JobSide.atRate(WITH, with, work, perSecond), with, work);
        JobSide plain = JobSide.atRate(WITHOUT, without, work, perSecond);
        ModelLoop alone = new ModelLoop(model.file(), work, without.config())) {
      Rounds.Outcome outcome =
          new Rounds<>(List.of(shadowed, plain, alone), SameTags.usual(), JobThreads.kinds())
              .run(plan, console);
      return report(conditions.after(), outcome, measured(shadowed.shares()), full);
    }
  }

  private RoundsReport report(
      Conditions conditions, Rounds.Outcome outcome, List<Double> shares, FullLoad full) {
    SideResult with = outcome.sides().get(0);
    SideResult without = outcome.sides().get(1);
    Rounds.Outcome all =
        new Rounds.Outcome(
            Stream.of(outcome, full.outcome()).flatMap(one -> one.sides().stream()).toList(),
            List.of());
    return RoundsReport.of(
        conditions,
        plan,
        all,
        List.of(Ratio.cpuTime(with, without, null), full.outcome().throughput(null)),
        List.of(Answers.of(outcome, 0, Demand.MUST_AGREE)),
        List.of(
            new Figure("images that the shadow tagged", "1", Spread.of(shares), ALL),
            new Figure(
                "the shadow's CPU time / the model's",
                "1",
                Spread.of(extra(with, without, outcome.baseline())),
                COST),
            new Figure(
                "images that the shadow tagged, full load", "1", Spread.of(full.shares()), null)));
  }

  /** The processor time that the shadow adds, divided by that of the model alone. */
  private static List<Double> extra(SideResult with, SideResult without, SideResult alone) {
    return IntStream.range(0, with.rounds().size())
        .mapToObj(
            round -> (cpuMillis(with, round) - cpuMillis(without, round)) / cpuMillis(alone, round))
        .toList();
  }

  private static double cpuMillis(SideResult side, int round) {
    return side.rounds().get(round).cpuMillisPerImage();
  }

  /** Without the warm-up, and without what came before it. */
  private List<Double> measured(List<Double> ofRounds) {
    return new ArrayList<>(ofRounds.subList(ofRounds.size() - plan.rounds(), ofRounds.size()));
  }
}
