package dev.tagstream.cluster;

import java.nio.file.Files;
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

  /** Writes a reference of the model; its shares are those of the bundled images' folders. */
  static Path reference(Path file) throws Exception {
    String sha256 = ContainerITCase.sha256(model());
    return Files.writeString(
        file,
        """
        {"model": "fashion-resnet50", "modelSha256": "%s", "meanConfidence": 0.9, "untagged": 0,
         "labels": {"Bag": 60, "Coat": 60, "Sandal": 60}}
        """
            .formatted(sha256));
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
