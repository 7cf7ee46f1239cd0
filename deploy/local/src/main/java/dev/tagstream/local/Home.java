package dev.tagstream.local;

import java.nio.file.Path;

/** The checkout that the {@code tagstream} script lies in. */
final class Home {

  /** Set by the script. */
  private static final String PROPERTY = "tagstream.home";

  private Home() {}

  static Path path() {
    return Path.of(System.getProperty(PROPERTY, ""));
  }

  static Path demoModel() {
    return path().resolve("deploy/local/demo/model/fashion-resnet50.onnx");
  }

  static Path demoPictures() {
    return path().resolve("deploy/local/demo/pictures");
  }
}
