package dev.tagstream.bench.gpu;

import dev.tagstream.bench.frame.Side;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The utilization and the memory of a GPU while a side works, sampled by {@code nvidia-smi} every
 * tenth of a second. Utilization is the share of time in which a kernel runs. The beginning and the
 * end of a round do not count.
 */
public final class CardWatch implements AutoCloseable {

  private static final long NANOS_OF_BEGINNING = 1_000_000_000L;
  private static final long NANOS_OF_END = 300_000_000L;

  private final @Nullable Process nvidiaSmi;

  // both guarded by this
  private final List<Sample> samples = new ArrayList<>();
  private final List<Span> worked = new ArrayList<>();

  private record Sample(long atNanos, double busyPercent, double usedMebibytes) {}

  private record Span(long beginNanos, long endNanos) {

    boolean hasInside(Sample sample) {
      return sample.atNanos - beginNanos > NANOS_OF_BEGINNING
          && endNanos - sample.atNanos > NANOS_OF_END;
    }
  }

  private CardWatch(@Nullable Process nvidiaSmi) {
    this.nvidiaSmi = nvidiaSmi;
  }

  /**
   * Starts sampling.
   *
   * @param gpu the card, from 0
   */
  public static CardWatch start(int gpu) {
    Process process;
    try {
      process =
          new ProcessBuilder(
                  "nvidia-smi",
                  "--id=" + gpu,
                  "--query-gpu=utilization.gpu,memory.used",
                  "--format=csv,noheader,nounits",
                  "--loop-ms=100")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException thereIsNone) {
      return new CardWatch(null);
    }
    CardWatch watch = new CardWatch(process);
    Thread reader = new Thread(() -> watch.read(process), "card-watch");
    reader.setDaemon(true);
    reader.start();
    return watch;
  }

  private void read(Process process) {
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        add(line.split(","));
      }
    } catch (IOException ended) {
      // the process was stopped on purpose
    }
  }

  private synchronized void add(String[] values) {
    try {
      samples.add(
          new Sample(
              System.nanoTime(),
              Double.parseDouble(values[0].strip()),
              Double.parseDouble(values[values.length - 1].strip())));
    } catch (NumberFormatException notKnown) {
      // a card that does not report them
    }
  }

  /** The same side, with samples taken during its rounds. */
  public <A> Side<A> during(Side<A> side) {
    return new Side<>() {

      @Override
      public String name() {
        return side.name();
      }

      @Override
      public void prepare() throws Exception {
        side.prepare();
      }

      @Override
      public void work() throws Exception {
        long begin = System.nanoTime();
        side.work();
        worked(new Span(begin, System.nanoTime()));
      }

      @Override
      public A answers() throws Exception {
        return side.answers();
      }

      @Override
      public void close() {
        side.close();
      }
    };
  }

  private synchronized void worked(Span span) {
    worked.add(span);
  }

  /**
   * The mean utilization of each round in percent, without rounds that are too short to show it.
   */
  public List<Double> busyPercents() {
    return means(Sample::busyPercent);
  }

  /** The mean memory in use of each round in MiB, without rounds that are too short to show it. */
  public List<Double> usedMebibytes() {
    return means(Sample::usedMebibytes);
  }

  private synchronized List<Double> means(ToDoubleFunction<Sample> value) {
    List<Double> means = new ArrayList<>();
    for (Span span : worked) {
      OptionalDouble mean = samples.stream().filter(span::hasInside).mapToDouble(value).average();
      mean.ifPresent(means::add);
    }
    return means;
  }

  @Override
  public void close() {
    if (nvidiaSmi != null) {
      nvidiaSmi.destroy();
    }
  }
}
