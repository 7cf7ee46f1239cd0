package dev.tagstream.bench.frame;

import dev.tagstream.console.Console;

/** Measures something and reports it. */
@FunctionalInterface
public interface Benchmark {

  /**
   * Measures all of it, and says on the console how far it is.
   *
   * @throws Exception if what is measured fails
   */
  Report run(Console console) throws Exception;
}
