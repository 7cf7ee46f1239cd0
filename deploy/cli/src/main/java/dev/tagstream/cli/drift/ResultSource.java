package dev.tagstream.cli.drift;

import java.util.function.Predicate;

/** The results of a window. */
interface ResultSource {

  /**
   * Passes on all results, in their order.
   *
   * @param results false after the last result that is wanted
   */
  void read(Predicate<BestTag> results) throws InterruptedException;

  /** Its place, such as a topic, for messages. */
  String place();
}
