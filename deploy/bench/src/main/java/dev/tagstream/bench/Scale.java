package dev.tagstream.bench;

import dev.tagstream.bench.bare.KnownAnswers;
import dev.tagstream.bench.frame.Benchmark;
import dev.tagstream.bench.frame.Conditions;
import dev.tagstream.bench.frame.Report;
import dev.tagstream.bench.image.Workload;
import dev.tagstream.bench.job.JobSide;
import dev.tagstream.bench.job.RunningJob;
import dev.tagstream.bench.model.BenchmarkModel;
import dev.tagstream.bench.scale.Course;
import dev.tagstream.bench.scale.ScaleReport;
import dev.tagstream.console.Console;
import dev.tagstream.pipeline.record.Tag;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks that the cost of an image and the memory of the process are the same after ten thousand
 * and after a million events: small images and a trivial model, one job, one process.
 *
 * @param setup the job; a round's number of images is published at a time
 * @param events in total, at least a tenth of {@code setup.work().images()}
 * @param seed of the trivial model
 */
public record Scale(JobSetup setup, long events, long seed) implements Benchmark {

  private static final int WARM_UP_ROUNDS = 3;
  private static final int DECADE = 10;

  @Override
  public Report run(Console console) throws Exception {
    Workload work = setup.work();
    try (BenchmarkModel model = BenchmarkModel.trivial(seed)) {
      Conditions before =
          setup.conditions(
              "scale", "cost of an image and memory of the process over the run of the job", model);
      try (RunningJob running = setup.start(model, console);
          JobSide job = setup.side(running)) {
        Course<List<List<Tag>>> course =
            new Course<>(
                job,
                new KnownAnswers(model.file(), work).ofRound(),
                SameTags.usual(),
                work.images());
        course.run(WARM_UP_ROUNDS, marks(), console);
        return new ScaleReport(before.after(), course.marks(), course.answers());
      }
    }
  }

  /** The numbers of events at which to measure: rounds times powers of ten, and the total. */
  private List<Long> marks() {
    List<Long> marks = new ArrayList<>();
    for (long mark = setup.work().images(); mark < events; mark *= DECADE) {
      marks.add(mark);
    }
    marks.add(events);
    return marks;
  }
}
