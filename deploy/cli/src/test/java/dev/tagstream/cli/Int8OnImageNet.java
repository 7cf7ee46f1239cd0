package dev.tagstream.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * A trained ResNet-50 in int8, calibrated with ImageNet images and judged on 250 others. It runs
 * with {@code ./mvnw -Pimagenet -pl deploy/cli -am test} only, as it takes minutes.
 */
final class Int8OnImageNet {

  /** On a CPU without VNNI instructions. */
  private static final double LEAST_SPEED = 1.8;

  /** On a CPU with VNNI instructions, which multiply and add four pairs of 8 bits at once. */
  private static final double LEAST_SPEED_WITH_VNNI = 2.8;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  @Test
  void agreesWithFloat32AndLosesNoImageNet() throws Exception {
    Path data = Checkout.sharedData().resolve("imagenet");
    Path weights = unpacked(data.resolve("resnet50-imagenet.safetensors.xz"));
    Path float32 = folder.resolve("float32.onnx");
    Path int8 = folder.resolve("int8.onnx");
    export(weights, "--out", float32);
    export(
        weights, "--precision", "int8", "--calibration", data.resolve("calibrate"), "--out", int8);

    assertThat(
            execute(
                "verify",
                int8,
                "--reference",
                float32,
                "--images",
                data.resolve("judge"),
                "--json"))
        .as(err.toString())
        .isZero();

    JsonNode report = new JsonMapper().readTree(out.toString());
    assertThat(report.at("/figures/agreement/images").asInt()).isEqualTo(250);
    assertThat(report.at("/figures/agreement/agreeing").asInt()).isGreaterThanOrEqualTo(245);
    assertThat(report.at("/figures/correctness/netLost").asInt()).isLessThanOrEqualTo(1);
    assertThat(report.at("/speed/cpuRatio").asDouble()).isGreaterThan(leastSpeed());
  }

  private static double leastSpeed() throws IOException {
    Path cpus = Path.of("/proc/cpuinfo");
    boolean vnni = Files.exists(cpus) && Files.readString(cpus).contains("vnni");
    return vnni ? LEAST_SPEED_WITH_VNNI : LEAST_SPEED;
  }

  private void export(Path weights, Object... options) {
    Object[] all = new Object[options.length + 5];
    System.arraycopy(
        new Object[] {"export", "--weights", weights, "--labels", "imagenet"}, 0, all, 0, 5);
    System.arraycopy(options, 0, all, 5, options.length);
    assertThat(execute(all)).as(err.toString()).isZero();
  }

  private Path unpacked(Path packed) throws IOException, InterruptedException {
    assumeTrue(Files.exists(packed), "skipped: " + packed + " is not there");
    Path weights = folder.resolve("resnet50-imagenet.safetensors");
    Process xz =
        new ProcessBuilder("xz", "-dc", packed.toString()).redirectOutput(weights.toFile()).start();
    assumeTrue(xz.waitFor() == 0, "skipped: xz cannot unpack " + packed);
    return weights;
  }

  private int execute(Object... arguments) {
    out.getBuffer().setLength(0);
    CommandLine tagstream = Tagstream.commandLine(new Interruption());
    tagstream.setOut(new PrintWriter(out));
    tagstream.setErr(new PrintWriter(err));
    return tagstream.execute(Arrays.stream(arguments).map(String::valueOf).toArray(String[]::new));
  }
}
