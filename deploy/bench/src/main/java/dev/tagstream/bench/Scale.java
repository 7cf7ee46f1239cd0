package dev.tagstream.bench;

import dev.tagstream.bench.bare.KnownAnswers;
import dev.tagstream.bench.frame.Conditions;
import dev.tagstream.bench.frame.Report;
import dev.tagstream.bench.job.JobSide;
import dev.tagstream.bench.job.RunningJob;
import dev.tagstream.bench.model.TrivialModel;
import dev.tagstream.bench.picture.Workload;
import dev.tagstream.bench.scale.Course;
import dev.tagstream.bench.scale.ScaleReport;
import dev.tagstream.console.Console;
import dev.tagstream.embedded.TemporaryFolder;
import dev.tagstream.pipeline.record.Tag;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Whether an image costs the same, and the process takes the same memory, after ten thousand and
 * after a million events: small pictures and a trivial model, one job, one process.
 *
 * @param work what is tagged; its images are those that are published at a time
 * @param events in all, at least a tenth of {@code work.images()}
 * @param seed of the trivial model
 * @param jobOptions {@code tagging.*} options, on top of what they are by default
 */
public record Scale(Workload work, long events, long seed, Map<String, String> jobOptions) {

  private static final int WARM_UP_ROUNDS = 3;
  private static final int DECADE = 10;

  /** Runs all events. */
  public Report run(Console console) throws Exception {
    Conditions before =
        Conditions.before(
            "scale",
            "cost of an image and memory of the process as the job goes on",
            Settings.of(work, "trivial, seed " + seed, jobOptions));
    try (TemporaryFolder folder = TemporaryFolder.create("tagstream-bench-")) {
      Path model = folder.path().resolve("trivial.onnx");
      TrivialModel.write(model, seed);
      console.say("starting a Kafka broker, Flink and the job in this process");
      try (RunningJob running = RunningJob.start(model, jobOptions, work.threads());
          JobSide job = new JobSide("job", running, work)) {
        Course<List<List<Tag>>> course =
            new Course<>(
                job, new KnownAnswers(model, work).ofRound(), SameTags.usual(), work.images());
        course.run(WARM_UP_ROUNDS, marks(), console);
        return new ScaleReport(before.after(), course.marks(), course.answers());
      }
    }
  }

  /** The powers of ten of rounds up to all events, and these. */
  private List<Long> marks() {
    List<Long> marks = new ArrayList<>();
    for (long mark = work.images(); mark < events; mark *= DECADE) {
      marks.add(mark);
    }
    marks.add(events);
    return marks;
  }
}
