package dev.tagstream.export;

import static dev.tagstream.export.ForeignGraph.ANY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.tagstream.export.guard.ProcessLimits;
import dev.tagstream.export.problem.ExportException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Graphs that would hang or kill whoever runs them. */
final class HostileGraphTest {

  private static final long GIB = 1L << 30;

  private final Path file;
  private final Path out;

  HostileGraphTest(@TempDir Path folder) {
    this.file = folder.resolve("hostile.onnx");
    this.out = folder.resolve("adopted.onnx");
  }

  @Test
  void endsALoopOf2To62TripsWhenItsTimeIsOver() throws IOException {
    classifier().loop("again", 1L << 62).dense("scores").output("scores", ANY, 5).write(file);

    refuses(
        new ProcessLimits(Duration.ofSeconds(10), null),
        "the model was not written: its graph did not finish a test image within 10 s; if it is"
            + " only slow, raise --check-timeout");
  }

  @Test
  void endsAGraphThatAsksFor16GiB() throws IOException {
    classifier()
        .integers("sizes", 4, GIB)
        .node("ConstantOfShape", "huge")
        .takingOnly("sizes")
        .node("ReduceMax", "zero")
        .after("features")
        .node("Add", "same", "zero")
        .dense("scores")
        .output("scores", ANY, 5)
        .write(file);

    refuses(
        new ProcessLimits(Duration.ofMinutes(2), GIB),
        "the model was not written: its graph needs more than 1.0 GiB of memory for a test image;"
            + " if it is only large, raise --check-memory");
  }

  private static ForeignGraph classifier() {
    return new ForeignGraph().input("pixels", DataType.FLOAT, ANY, 3, 32, 32).features();
  }

  private void refuses(ProcessLimits limits, String message) {
    assertThatThrownBy(
            () ->
                AdoptModel.adopt(
                    AdoptRequest.builder(file, "torchvision", out).limits(limits).build()))
        .isInstanceOf(ExportException.class)
        .hasMessage(message);
    assertThat(out).doesNotExist();
  }
}
