package dev.tagstream.bench;

import dev.tagstream.bench.frame.Measurement;
import dev.tagstream.bench.frame.RoundsReport.Figure;
import dev.tagstream.bench.frame.SideResult;
import dev.tagstream.bench.frame.ThreadKinds;
import dev.tagstream.bench.job.JobThreads;
import java.util.ArrayList;
import java.util.List;

/** The processor time of the parts of a job. */
final class ProcessorTime {

  private static final String UNIT = "CPU ms/image";

  private static final List<String> KINDS =
      List.of(
          JobThreads.TASKS,
          JobThreads.FETCHERS,
          JobThreads.PRODUCERS,
          JobThreads.FLINK,
          JobThreads.BROKER,
          ThreadKinds.OTHERS);

  private ProcessorTime() {}

  /** The processor time of each kind of thread, and of everything outside Java threads. */
  static List<Figure> of(SideResult job) {
    List<Figure> figures = new ArrayList<>();
    for (String kind : KINDS) {
      figures.add(
          new Figure("  " + kind, UNIT, job.spread(round -> round.cpuMillisPerImage(kind)), null));
    }
    figures.add(
        new Figure(
            "  collecting garbage, compiling",
            UNIT,
            job.spread(Measurement::otherCpuMillisPerImage),
            null));
    return figures;
  }
}
