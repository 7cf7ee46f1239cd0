package dev.tagstream.pipeline;

import dev.tagstream.pipeline.config.InvalidConfigException;
import dev.tagstream.pipeline.kafka.UnusableKafkaException;
import dev.tagstream.pipeline.model.session.UnusableDeviceException;
import dev.tagstream.pipeline.model.session.UnusableModelException;

/** What is done before the job runs; what is wrong with it is said in one line. */
@FunctionalInterface
interface SetUp {

  /** What a command ends with that cannot be done as asked. */
  int EXIT_USAGE = 2;

  void run() throws InterruptedException;

  /**
   * Ends the process, with one line instead of a stack trace, where the user can mend it. Where the
   * process is not the job's own, such as a JobManager that was sent the jar, it stays, and whoever
   * sent it is answered with the line.
   */
  static void orExit(SetUp setUp) throws InterruptedException {
    try {
      setUp.run();
    } catch (InvalidConfigException
        | UnusableModelException
        | UnusableDeviceException
        | UnusableKafkaException refused) {
      if (!isProcessOfTheJob()) {
        // so that Flink's answer ends with the line
        refused.setStackTrace(new StackTraceElement[0]);
        throw refused;
      }
      System.err.println(refused.getMessage());
      System.exit(EXIT_USAGE);
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
