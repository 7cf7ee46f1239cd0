package dev.tagstream.bench.frame;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The conditions of a benchmark.
 *
 * @param benchmark its command
 * @param question the comparison, in one line
 * @param machine that it ran on
 * @param loadBefore the machine's load at the start, see {@link Machine#load}
 * @param loadAfter the load after all rounds
 * @param settings everything else that is needed to repeat the benchmark, by name, in order
 */
public record Conditions(
    String benchmark,
    String question,
    Machine machine,
    double loadBefore,
    double loadAfter,
    Map<String, String> settings) {

  public Conditions {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }

  /** The conditions of a benchmark that starts now. */
  public static Conditions before(String benchmark, String question, Map<String, String> settings) {
    return new Conditions(
        benchmark, question, Machine.here(), Machine.load(), Machine.load(), settings);
  }

  /** These conditions, with the load at the end. */
  public Conditions after() {
    return new Conditions(benchmark, question, machine, loadBefore, Machine.load(), settings);
  }
}
