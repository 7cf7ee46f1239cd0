package dev.tagstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tagstream.bench.model.TrivialModel;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Each benchmark for a moment: what it measures is nothing, but that it measures. */
@Timeout(300)
final class BenchITCase {

  @TempDir private Path folder;

  @Test
  void comparesTheDataPathWithALoop() throws Exception {
    JsonNode json =
        bench("data-path", "--rounds=1", "--warm-up=0", "--images-per-round=20", "--slots=2");

    assertThat(json.at("/conditions/benchmark").textValue()).isEqualTo("data-path");
    assertThat(json.at("/sides/0/name").textValue()).isEqualTo("job");
    assertThat(json.at("/sides/1/name").textValue()).isEqualTo("bare loop");
    assertThat(json.at("/sides/0/rounds/0/images").intValue()).isEqualTo(20);
    assertThat(json.at("/ratios/0/figure").textValue()).isEqualTo("CPU time");
    assertThat(json.at("/ratios/0/target/limit").doubleValue()).isEqualTo(1.5);
    assertThat(json.at("/answers/0/compared").intValue()).isEqualTo(20);
    assertThat(json.at("/answers/0/agreeing").intValue()).isEqualTo(20);
    assertThat(json.at("/passed").booleanValue()).isTrue();
  }

  @Test
  void comparesTheWholeWayWithBareOnnxRuntime() throws Exception {
    JsonNode json =
        bench(
            "end-to-end",
            "--model=" + smallModel(),
            "--rounds=1",
            "--warm-up=0",
            "--images-per-round=20",
            "--slots=2");

    assertThat(json.at("/sides/1/name").textValue()).isEqualTo("bare ONNX Runtime");
    assertThat(json.at("/ratios/0/figure").textValue()).isEqualTo("throughput");
    assertThat(json.at("/ratios/0/target/limit").doubleValue()).isEqualTo(0.93);
    assertThat(json.at("/answers/0/agreeing").intValue()).isEqualTo(20);
  }

  @Test
  void comparesTheJobWithTheNaiveOne() throws Exception {
    Path model = folder.resolve("trivial.onnx");
    TrivialModel.write(model, 1);

    JsonNode json =
        bench(
            "naive",
            "--model=" + model,
            "--rounds=1",
            "--warm-up=0",
            "--images-per-round=4",
            "--slots=2");

    assertThat(json.at("/sides/1/name").textValue()).isEqualTo("naive job");
    assertThat(json.at("/ratios/0/target/limit").doubleValue()).isEqualTo(2);
    assertThat(json.at("/answers/0/compared").intValue()).isEqualTo(4);
    assertThat(json.at("/answers/0/demand").textValue()).isEqualTo("MAY_DIFFER");
  }

  @Test
  void comparesFetchingWithReading() throws Exception {
    JsonNode json =
        bench(
            "fetch",
            "--model=" + smallModel(),
            "--rounds=1",
            "--warm-up=0",
            "--images-per-round=20",
            "--latency-ms=5",
            "--slots=2");

    assertThat(json.at("/sides/0/name").textValue()).isEqualTo("job that fetches");
    assertThat(json.at("/sides/1/name").textValue()).isEqualTo("job that reads");
    assertThat(json.at("/ratios/0/target/limit").doubleValue()).isEqualTo(0.9);
    assertThat(json.at("/answers/0/agreeing").intValue()).isEqualTo(20);
  }

  @Test
  void measuresWhatAShadowCosts() throws Exception {
    JsonNode json =
        bench(
            "shadow",
            "--model=" + smallModel(),
            "--rounds=1",
            "--warm-up=0",
            "--images-per-round=20",
            "--slots=2",
            "-Dtagging.checkpoint.interval=500 ms");

    assertThat(json.at("/sides/0/name").textValue()).isEqualTo("job with a shadow");
    assertThat(json.at("/sides/3/name").textValue()).isEqualTo("job with a shadow, full load");
    assertThat(json.at("/ratios/0/figure").textValue()).isEqualTo("CPU time");
    assertThat(json.at("/figures/0/name").textValue()).isEqualTo("images that the shadow tagged");
    assertThat(json.at("/answers/0/agreeing").intValue()).isEqualTo(20);
  }

  @Test
  void comparesAStatementWithTheJob() throws Exception {
    JsonNode json =
        bench(
            "sql",
            "--model=" + smallModel(),
            "--rounds=1",
            "--warm-up=0",
            "--images-per-round=20",
            "--slots=2",
            "-Dtagging.batch.max-images=4",
            "-Dtagging.tags.top-k=2");

    assertThat(json.at("/sides/0/name").textValue()).isEqualTo("SQL");
    assertThat(json.at("/sides/1/name").textValue()).isEqualTo("job");
    assertThat(json.at("/ratios/0/target/limit").doubleValue()).isEqualTo(0.9);
    assertThat(json.at("/answers/0/agreeing").intValue()).isEqualTo(20);
  }

  @Test
  void measuresLatencyAtThreeRates() throws Exception {
    JsonNode json =
        bench(
            "latency",
            "--model=" + smallModel(),
            "--rounds=1",
            "--warm-up=0",
            "--images-per-round=20",
            "--seconds=1",
            "--slots=2");

    assertThat(json.at("/loads")).hasSize(3);
    assertThat(json.at("/loads/2/share").intValue()).isEqualTo(80);
    JsonNode load = json.at("/loads/0");
    assertThat(load.at("/events").intValue()).isPositive();
    assertThat(load.at("/committed/max").doubleValue())
        .isGreaterThanOrEqualTo(load.at("/written/p50").doubleValue());
  }

  @Test
  void measuresWhetherCostGrows() throws Exception {
    JsonNode json = bench("scale", "--events=100", "--slots=2");

    assertThat(json.at("/marks")).hasSize(1);
    assertThat(json.at("/marks/0/events").intValue()).isEqualTo(100);
    assertThat(json.at("/marks/0/cpuMicros").doubleValue()).isPositive();
    assertThat(json.at("/cpuGrowth").doubleValue()).isEqualTo(1);
    assertThat(json.at("/answers/compared").intValue()).isEqualTo(400);
    assertThat(json.at("/passed").booleanValue()).isTrue();
  }

  @Test
  void refusesWhatCannotBeInOneLine() {
    StringWriter err = new StringWriter();
    CommandLine tagstream = Tagstream.commandLine(new Interruption()).setErr(new PrintWriter(err));

    assertThat(tagstream.execute("bench", "data-path", "--rounds=0")).isEqualTo(2);
    assertThat(err.toString())
        .isEqualToNormalizingNewlines(
            "tagstream bench data-path: --rounds must be from 1 to 10000 but was 0\n");
  }

  private static Path smallModel() {
    return Checkout.path().resolve("deploy/cli/demo/model/fashion-resnet50.onnx");
  }

  private static JsonNode bench(String... arguments) throws Exception {
    StringWriter out = new StringWriter();
    CommandLine tagstream = Tagstream.commandLine(new Interruption()).setOut(new PrintWriter(out));
    List<String> all = new ArrayList<>(List.of("bench"));
    all.addAll(List.of(arguments));
    all.add("--json");

    assertThat(tagstream.execute(all.toArray(String[]::new))).isZero();
    return new JsonMapper().readTree(out.toString());
  }
}
