package dev.tagstream.pipeline;

import dev.tagstream.pipeline.config.InvalidConfigException;
import dev.tagstream.pipeline.kafka.UnusableKafkaException;
import dev.tagstream.pipeline.kafka.registry.UnusableRegistryException;
import dev.tagstream.pipeline.model.session.UnusableDeviceException;
import dev.tagstream.pipeline.model.session.UnusableModelException;

/**
 * Runs the steps before the job starts, and reports a problem in one line.
 *
 * @param <T> what they prepare
 */
@FunctionalInterface
interface SetUp<T> {

  /** The exit code of a command whose request is invalid. */
  int EXIT_USAGE = 2;

  T run() throws InterruptedException;

  /**
   * Exits with one line instead of a stack trace if the user can fix the problem. If the process
   * does not belong to the job, such as a JobManager that was sent the jar, it keeps running and
   * returns the line to the sender.
   */
  static <T> T orExit(SetUp<T> setUp) throws InterruptedException {
    try {
      return setUp.run();
    } catch (InvalidConfigException
        | UnusableModelException
        | UnusableDeviceException
        | UnusableKafkaException
        | UnusableRegistryException refused) {
      if (!isProcessOfTheJob()) {
        // so that Flink's answer ends with the line
        refused.setStackTrace(new StackTraceElement[0]);
        throw refused;
      }
      System.err.println(refused.getMessage());
      System.exit(EXIT_USAGE);
      throw new IllegalStateException("the process has ended", refused);
    }
  }

  /** Flink's client and a plain java call run the job's main method in their own main thread. */
  private static boolean isProcessOfTheJob() {
    return StackWalker.getInstance()
        .walk(frames -> frames.reduce((inner, outer) -> outer).orElseThrow())
        .getMethodName()
        .equals("main");
  }
}
