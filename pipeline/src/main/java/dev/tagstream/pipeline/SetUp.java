package dev.tagstream.pipeline;

import dev.tagstream.pipeline.config.InvalidConfigException;
import dev.tagstream.pipeline.kafka.UnusableKafkaException;
import dev.tagstream.pipeline.model.UnusableDeviceException;
import dev.tagstream.pipeline.model.UnusableModelException;

/** What is done before the job runs; what is wrong with it is said in one line. */
@FunctionalInterface
interface SetUp {

  /** What a command ends with that cannot be done as asked. */
  int EXIT_USAGE = 2;

  void run() throws InterruptedException;

  /** Ends the process, with one line instead of a stack trace, where the user can mend it. */
  static void orExit(SetUp setUp) throws InterruptedException {
    try {
      setUp.run();
    } catch (InvalidConfigException
        | UnusableModelException
        | UnusableDeviceException
        | UnusableKafkaException refused) {
      System.err.println(refused.getMessage());
      System.exit(EXIT_USAGE);
    }
  }
}
