package dev.tagstream.bench;

import dev.tagstream.bench.fetch.ImageServer;
import dev.tagstream.bench.frame.Benchmark;
import dev.tagstream.bench.frame.Conditions;
import dev.tagstream.bench.frame.Report;
import dev.tagstream.bench.frame.Rounds;
import dev.tagstream.bench.frame.RoundsReport;
import dev.tagstream.bench.frame.RoundsReport.Answers;
import dev.tagstream.bench.frame.RoundsReport.Demand;
import dev.tagstream.bench.frame.Target;
import dev.tagstream.bench.image.Workload;
import dev.tagstream.bench.job.JobSide;
import dev.tagstream.bench.job.JobThreads;
import dev.tagstream.bench.job.PublishedImages;
import dev.tagstream.bench.job.RunningJob;
import dev.tagstream.bench.model.BenchmarkModel;
import dev.tagstream.console.Console;
import dev.tagstream.pipeline.config.TaggingOptions;
import java.time.Duration;
import java.util.List;

/**
 * Compares the job on events that name URIs with the job on events that have the bytes. Both have
 * their own, equal broker and Flink, and the same model and images. The images come from a server
 * in this process that answers late.
 *
 * @param model of both sides
 * @param setup the job
 * @param plan the rounds
 * @param latency from a request to its answer
 */
public record Fetch(BenchmarkModel model, JobSetup setup, Rounds.Plan plan, Duration latency)
    implements Benchmark {

  private static final Target TARGET = Target.atLeast(0.9);

  @Override
  public Report run(Console console) throws Exception {
    Workload work = setup.work();
    Conditions before =
        setup.conditions(
            "fetch",
            "the job that fetches images, each %d ms late, against the job that gets their bytes"
                .formatted(latency.toMillis()),
            model);
    try (ImageServer server = ImageServer.start(work.samples(), latency);
        RunningJob fetching = fetching(server).start(model, console);
        RunningJob reading = setup.start(model, console);
        JobSide fetched =
            new JobSide("job that fetches", fetching, work, PublishedImages.asUris(server::uri));
        JobSide read = new JobSide("job that reads", reading, work)) {
      Rounds.Outcome outcome =
          new Rounds<>(List.of(fetched, read), SameTags.usual(), JobThreads.kinds())
              .run(plan, console);
      return RoundsReport.of(
          before.after(),
          plan,
          outcome,
          List.of(outcome.throughput(TARGET), outcome.cpuTime(null)),
          List.of(Answers.of(outcome, 0, Demand.MUST_AGREE)),
          List.of());
    }
  }

  private JobSetup fetching(ImageServer server) {
    return setup
        .withDefault(TaggingOptions.FETCH_ALLOW.key(), server.place())
        .withDefault(TaggingOptions.FETCH_PRIVATE_HOSTS.key(), server.host());
  }
}
