package dev.tagstream.bench.frame;

import dev.tagstream.console.Console;

/** Measures something and reports it. */
@FunctionalInterface
public interface Benchmark {

  /**
   * Runs all measurements and shows progress on the console.
   *
   * @throws Exception if a side fails
   */
  Report run(Console console) throws Exception;
}
