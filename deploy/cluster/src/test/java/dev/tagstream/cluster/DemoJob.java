package dev.tagstream.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The job as tests run it: with the bundled model, for the bundled images. */
final class DemoJob {

  private static final Path DEMO = Path.of("../cli/demo").toAbsolutePath().normalize();

  private DemoJob() {}

  /** The folder of the images. */
  static Path images() {
    return DEMO.resolve("images");
  }

  /** The model. */
  static Path model() {
    return DEMO.resolve("model/fashion-resnet50.onnx");
  }

  /** The job's options on a cluster, and further ones, which overrule them. */
  static List<String> options(Cluster cluster, String... more) {
    List<String> options =
        new ArrayList<>(
            List.of(
                "--tagging.kafka.bootstrap-servers",
                cluster.bootstrapServers(),
                "--tagging.model.file",
                model().toString(),
                "--tagging.device.provider",
                "cpu",
                "--tagging.checkpoint.interval",
                "500 ms"));
    options.addAll(List.of(more));
    return options;
  }
}
