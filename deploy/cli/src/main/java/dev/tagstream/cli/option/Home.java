package dev.tagstream.cli.option;

import java.nio.file.Path;

/** Locates files beside the {@code tagstream} script, in a checkout or in the distribution. */
public final class Home {

  /** Set by the {@code tagstream} script. */
  private static final String DEMO_PROPERTY = "tagstream.demo";

  /** Set by the {@code tagstream} script. */
  private static final String JOB_PROPERTY = "tagstream.job";

  private Home() {}

  /** The folder of the job's jar. */
  public static Path job() {
    return Path.of(System.getProperty(JOB_PROPERTY, "pipeline/target"));
  }

  public static Path demoModel() {
    return demo().resolve("model/fashion-resnet50.onnx");
  }

  public static Path demoImages() {
    return demo().resolve("images");
  }

  private static Path demo() {
    return Path.of(System.getProperty(DEMO_PROPERTY, "deploy/cli/demo"));
  }
}
