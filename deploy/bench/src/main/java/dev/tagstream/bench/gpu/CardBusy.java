package dev.tagstream.bench.gpu;

import dev.tagstream.bench.frame.Side;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * The utilization of a GPU while a side works: the share of time in which a kernel runs, sampled by
 * {@code nvidia-smi} every tenth of a second. The beginning and the end of a round do not count.
 */
public final class CardBusy implements AutoCloseable {

  private static final long NANOS_OF_BEGINNING = 1_000_000_000L;
  private static final long NANOS_OF_END = 300_000_000L;

  private final @Nullable Process nvidiaSmi;

  // both guarded by this
  private final List<Sample> samples = new ArrayList<>();
  private final List<Span> worked = new ArrayList<>();

  private record Sample(long atNanos, double percent) {}

  private record Span(long beginNanos, long endNanos) {

    boolean hasInside(Sample sample) {
      return sample.atNanos - beginNanos > NANOS_OF_BEGINNING
          && endNanos - sample.atNanos > NANOS_OF_END;
    }
  }

  private CardBusy(@Nullable Process nvidiaSmi) {
    this.nvidiaSmi = nvidiaSmi;
  }

  /**
   * Starts sampling.
   *
   * @param gpu the card, from 0
   */
  public static CardBusy watch(int gpu) {
    Process process;
    try {
      process =
          new ProcessBuilder(
                  "nvidia-smi",
                  "--id=" + gpu,
                  "--query-gpu=utilization.gpu",
                  "--format=csv,noheader,nounits",
                  "--loop-ms=100")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException thereIsNone) {
      return new CardBusy(null);
    }
    CardBusy busy = new CardBusy(process);
    Thread reader = new Thread(() -> busy.read(process), "card-busy");
    reader.setDaemon(true);
    reader.start();
    return busy;
  }

  private void read(Process process) {
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        add(line.strip());
      }
    } catch (IOException ended) {
      // the process was stopped on purpose
    }
  }

  private synchronized void add(String percent) {
    try {
      samples.add(new Sample(System.nanoTime(), Double.parseDouble(percent)));
    } catch (NumberFormatException notKnown) {
      // a card that does not report its utilization
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

  /** The mean utilization in percent over all rounds; empty if there is no sample. */
  public synchronized OptionalDouble percent() {
    return samples.stream()
        .filter(sample -> worked.stream().anyMatch(span -> span.hasInside(sample)))
        .mapToDouble(Sample::percent)
        .average();
  }

  @Override
  public void close() {
    if (nvidiaSmi != null) {
      nvidiaSmi.destroy();
    }
  }
}
