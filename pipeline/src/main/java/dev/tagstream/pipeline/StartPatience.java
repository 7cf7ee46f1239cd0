package dev.tagstream.pipeline;

import java.time.Duration;

/** Determines how long the start of the job waits for a broker that does not answer yet. */
final class StartPatience {

  /** A client waits for the result of its submission, and a single request takes up to 10 s. */
  private static final Duration OF_A_CLIENT = Duration.ZERO;

  /** Containers start in any order, and a JobManager that exits would only be restarted. */
  private static final Duration OF_AN_APPLICATION = Duration.ofMinutes(5);

  /** The class whose thread runs the main method in a JobManager for this job alone. */
  private static final String APPLICATION =
      "org.apache.flink.client.deployment.application.ApplicationDispatcherBootstrap";

  private StartPatience() {}

  /** The patience of the calling process, in the thread that runs the job's main method. */
  static Duration here() {
    boolean application =
        StackWalker.getInstance()
            .walk(frames -> frames.anyMatch(frame -> frame.getClassName().startsWith(APPLICATION)));
    return application ? OF_AN_APPLICATION : OF_A_CLIENT;
  }
}
