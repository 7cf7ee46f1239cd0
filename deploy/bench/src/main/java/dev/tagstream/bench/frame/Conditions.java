package dev.tagstream.bench.frame;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a benchmark was run under.
 *
 * @param benchmark its command
 * @param question what it compares, in one line
 * @param machine what it ran on
 * @param loadBefore the machine's, as {@link Machine#load} tells
 * @param loadAfter the same when all rounds were through
 * @param settings what else it takes to repeat it, by name, in order
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

  /** Of a benchmark that begins now. */
  public static Conditions before(String benchmark, String question, Map<String, String> settings) {
    return new Conditions(
        benchmark, question, Machine.here(), Machine.load(), Machine.load(), settings);
  }

  /** These, now that it is through. */
  public Conditions after() {
    return new Conditions(benchmark, question, machine, loadBefore, Machine.load(), settings);
  }
}
