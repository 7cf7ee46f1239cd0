package dev.tagstream.bench;

import dev.tagstream.bench.bare.ModelLoop;
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
import dev.tagstream.bench.gpu.CardBusy;
import dev.tagstream.bench.job.JobSide;
import dev.tagstream.bench.job.JobThreads;
import dev.tagstream.bench.job.RunningJob;
import dev.tagstream.bench.model.TrivialModel;
import dev.tagstream.bench.picture.Workload;
import dev.tagstream.console.Console;
import dev.tagstream.console.Progress;
import dev.tagstream.embedded.TemporaryFolder;
import dev.tagstream.pipeline.config.DeviceConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the whole way from Kafka to Kafka costs beside the model: the job against bare ONNX Runtime
 * on ready-made tensors, with the same model on as many threads.
 *
 * @param model the model file
 * @param modelName what the report calls it
 * @param target of the throughput, as a share of bare ONNX Runtime's
 * @param work what is tagged
 * @param plan how often
 * @param sameTags what counts as the same
 * @param jobOptions {@code tagging.*} options, on top of what they are by default
 */
public record EndToEnd(
    Path model,
    String modelName,
    Target target,
    Workload work,
    Rounds.Plan plan,
    SameTags sameTags,
    Map<String, String> jobOptions) {

  private static final long PICTURES_TO_COMPILE = 20_000;

  private static final Target CARD_BUSY = Target.atLeast(95);

  /** Measures every round of each side in turn, and says how busy the machine was before. */
  public Report run(Console console) throws Exception {
    Conditions before =
        Conditions.before(
            "end-to-end",
            "the job from Kafka to Kafka against bare ONNX Runtime on ready-made tensors",
            Settings.of(work, modelName, jobOptions));
    if (plan.warmUp() > 0) {
      compileJob(console);
    }
    console.say("starting a Kafka broker, Flink and the job in this process");
    try (RunningJob running = RunningJob.start(model, jobOptions, work.threads());
        JobSide job = new JobSide("job", running, work);
        ModelLoop loop = new ModelLoop(model, work, running.config());
        CardBusy card = CardBusy.watch(cardOf(running.config().device()))) {
      Rounds.Outcome outcome =
          new Rounds<>(List.of(card.during(job), loop), sameTags, JobThreads.kinds())
              .run(plan, console);
      return report(before.after(), outcome, card);
    }
  }

  private static int cardOf(DeviceConfig device) {
    return device.ids().isEmpty() ? 0 : device.ids().get(0);
  }

  /**
   * Runs the job with a trivial model for a while. Beside a large one so few pictures pass in a
   * second that the rounds would be over before the just-in-time compiler has seen enough of them.
   */
  private void compileJob(Console console) throws Exception {
    console.say("running the job with a trivial model until its code is compiled");
    try (TemporaryFolder folder = TemporaryFolder.create("tagstream-bench-")) {
      Path trivial = folder.path().resolve("trivial.onnx");
      TrivialModel.write(trivial, 0);
      compileJob(trivial, console);
    }
  }

  private void compileJob(Path trivial, Console console) throws Exception {
    try (RunningJob running = RunningJob.start(trivial, jobOptions, work.threads());
        JobSide job = new JobSide("job", running, work);
        Progress progress = console.progress("compiled by", PICTURES_TO_COMPILE)) {
      for (long pictures = 0; pictures < PICTURES_TO_COMPILE; pictures += work.images()) {
        job.prepare();
        job.work();
        job.answers();
        progress.done(Math.min(PICTURES_TO_COMPILE, pictures + work.images()));
      }
    }
  }

  private RoundsReport report(Conditions conditions, Rounds.Outcome outcome, CardBusy card) {
    List<Figure> figures = new ArrayList<>(ProcessorTime.of(outcome.sides().get(0)));
    card.percent()
        .ifPresent(
            percent ->
                figures.add(
                    new Figure(
                        "card busy while the job runs",
                        "%",
                        Spread.of(List.of(percent)),
                        CARD_BUSY)));
    SideResult job = outcome.sides().get(0);
    SideResult loop = outcome.sides().get(1);
    return new RoundsReport(
        conditions,
        plan,
        RoundsReport.sidesOf(outcome),
        List.of(Ratio.throughput(job, loop, target), Ratio.cpuTime(job, loop, null)),
        List.of(Answers.of(outcome, 0, Demand.MUST_AGREE)),
        figures);
  }
}
