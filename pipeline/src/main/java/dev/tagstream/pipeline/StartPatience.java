package dev.tagstream.pipeline;

import java.time.Duration;

/** How long the start of the job waits for a broker that does not answer yet. */
final class StartPatience {

  /** Whoever submits a job waits for the answer, and a request alone takes 10 s. */
  private static final Duration OF_A_CLIENT = Duration.ZERO;

  /** Containers start in any order, and a JobManager that ends is only started again. */
  private static final Duration OF_AN_APPLICATION = Duration.ofMinutes(5);

  /** The class whose thread runs the main method in a JobManager for this job alone. */
  private static final String APPLICATION =
      "org.apache.flink.client.deployment.application.ApplicationDispatcherBootstrap";

  private StartPatience() {}

  /** That of the process and the thread that this is called in. */
  static Duration here() {
    boolean application =
        StackWalker.getInstance()
            .walk(frames -> frames.anyMatch(frame -> frame.getClassName().startsWith(APPLICATION)));
    return application ? OF_AN_APPLICATION : OF_A_CLIENT;
  }
}
