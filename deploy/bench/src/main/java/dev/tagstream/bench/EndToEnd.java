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
import dev.tagstream.bench.frame.Spread;
import dev.tagstream.bench.frame.Target;
import dev.tagstream.bench.gpu.CardWatch;
import dev.tagstream.bench.job.JobSide;
import dev.tagstream.bench.job.JobThreads;
import dev.tagstream.bench.job.RunningJob;
import dev.tagstream.bench.model.BenchmarkModel;
import dev.tagstream.console.Console;
import dev.tagstream.console.Progress;
import dev.tagstream.pipeline.config.DeviceConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Measures the overhead of the path from Kafka to Kafka: the job, compared with bare ONNX Runtime
 * on prepared tensors, with the same model on as many threads.
 *
 * @param model of both sides
 * @param target of the throughput, as a share of bare ONNX Runtime's
 * @param setup the job
 * @param plan the rounds
 * @param sameTags the rule for equal tags
 */
public record EndToEnd(
    BenchmarkModel model, Target target, JobSetup setup, Rounds.Plan plan, SameTags sameTags)
    implements Benchmark {

  private static final long IMAGES_TO_COMPILE = 20_000;

  private static final Target CARD_BUSY = Target.atLeast(95);

  private static final Target MEMORY_GROWTH = Target.atMost(1.01);

  @Override
  public Report run(Console console) throws Exception {
    Conditions before =
        setup.conditions(
            "end-to-end",
            "the job from Kafka to Kafka against bare ONNX Runtime on ready-made tensors",
            model);
    if (plan.warmUp() > 0) {
      compileJob(console);
    }
    try (RunningJob running = setup.start(model, console);
        JobSide job = setup.side(running);
        ModelLoop loop = new ModelLoop(model.file(), setup.work(), running.config());
        CardWatch card = CardWatch.start(cardOf(running.config().device()))) {
      Rounds.Outcome outcome =
          new Rounds<>(List.of(card.during(job), loop), sameTags, JobThreads.kinds())
              .run(plan, console);
      return report(before.after(), outcome, job.paces(), card);
    }
  }

  private static int cardOf(DeviceConfig device) {
    return device.ids().isEmpty() ? 0 : device.ids().get(0);
  }

  /**
   * Runs the job with a trivial model for a while. With a large model the throughput is so low that
   * the rounds would end before the just-in-time compiler has compiled the code.
   */
  private void compileJob(Console console) throws Exception {
    console.say("running the job with a trivial model until its code is compiled");
    int images = setup.work().images();
    try (BenchmarkModel trivial = BenchmarkModel.trivial(0);
        RunningJob running = setup.start(trivial, console);
        JobSide job = setup.side(running);
        Progress progress = console.progress("compiled by", IMAGES_TO_COMPILE)) {
      for (long done = 0; done < IMAGES_TO_COMPILE; done += images) {
        job.prepare();
        job.work();
        job.answers();
        progress.done(Math.min(IMAGES_TO_COMPILE, done + images));
      }
    }
  }

  private RoundsReport report(
      Conditions conditions, Rounds.Outcome outcome, List<Double> paces, CardWatch card) {
    List<Figure> figures = new ArrayList<>(ProcessorTime.of(outcome.first()));
    List<Ratio> ratios = new ArrayList<>();
    ratios.add(outcome.throughput(target));
    steady(paces, outcome).ifPresent(ratios::add);
    ratios.add(outcome.cpuTime(null));
    figures.addAll(figuresOf(card));
    return RoundsReport.of(
        conditions,
        plan,
        outcome,
        ratios,
        List.of(Answers.of(outcome, 0, Demand.MUST_AGREE)),
        figures);
  }

  private List<Figure> figuresOf(CardWatch card) {
    List<Double> busy = measured(card.busyPercents());
    List<Double> used = measured(card.usedMebibytes());
    if (busy.isEmpty()) {
      return List.of();
    }
    double growth = used.get(used.size() - 1) / used.get(0);
    return List.of(
        new Figure("card busy while the job runs", "%", Spread.of(busy), CARD_BUSY),
        new Figure("card memory while the job runs", "MiB", Spread.of(used), null),
        new Figure(
            "card memory, last / first round", "1", Spread.of(List.of(growth)), MEMORY_GROWTH));
  }

  /** The job's pace in the middle of a round, divided by the baseline's throughput. */
  private Optional<Ratio> steady(List<Double> paces, Rounds.Outcome outcome) {
    List<Double> measured = measured(paces);
    if (measured.isEmpty()) {
      return Optional.empty();
    }
    List<Double> quotients = new ArrayList<>();
    for (int round = 0; round < measured.size(); round++) {
      quotients.add(measured.get(round) / outcome.baseline().rounds().get(round).imagesPerSecond());
    }
    return Optional.of(
        new Ratio(
            "throughput without start and end",
            outcome.first().name(),
            outcome.baseline().name(),
            Spread.of(quotients),
            target));
  }

  /** A figure of every round, without the warm-up; empty if a round was too short to show it. */
  private List<Double> measured(List<Double> ofRounds) {
    return ofRounds.size() == plan.warmUp() + plan.rounds()
        ? ofRounds.subList(plan.warmUp(), ofRounds.size())
        : List.of();
  }
}
