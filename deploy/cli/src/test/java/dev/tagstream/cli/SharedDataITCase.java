package dev.tagstream.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tagstream.cli.demo.Demo;
import dev.tagstream.cli.demo.DemoReport;
import dev.tagstream.cli.results.Outcome;
import dev.tagstream.console.Console;
import dev.tagstream.console.Terminal;
import dev.tagstream.export.AdoptModel;
import dev.tagstream.export.AdoptRequest;
import dev.tagstream.export.ExportModel;
import dev.tagstream.export.ExportRequest;
import dev.tagstream.schemas.Tag;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Third-party models and images through the whole of it: broker, Flink and the job. */
@Timeout(180)
final class SharedDataITCase {

  private static final double SCORE_TOLERANCE = 0.02;
  private static final int SLOTS = 2;

  private final Path data = Checkout.sharedData();

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"onnx", "pth", "safetensors"})
  void tagsPhotosAsTheReferenceDoes(String format) throws Exception {
    DemoReport report =
        demo(model("models/resnet18-imagenet." + format)).run(data.resolve("photos"));
    assertThat(report.isExact()).isTrue();
    Map<String, Tag> best =
        report.outcomes().stream()
            .filter(Outcome.Result.class::isInstance)
            .map(Outcome.Result.class::cast)
            .collect(
                Collectors.toMap(
                    result -> "photos/" + result.id(), result -> result.avro().getTags().get(0)));
    Map<String, JsonNode> expected = expected();
    assertThat(best).containsOnlyKeys(expected.keySet());
    expected.forEach((photo, json) -> assertSame(photo, requireNonNull(best.get(photo)), json));
  }

  @Test
  void runsAThirdPartyResNet50() throws Exception {
    Path model = folder.resolve("light.onnx");
    AdoptModel.adopt(
        AdoptRequest.of(data.resolve("onnx/light_resnet50.onnx"), "torchvision", model));
    DemoReport report = demo(model).run(data.resolve("photos/scikit-image"));
    assertThat(report.isExact()).isTrue();
    assertThat(report.outcomes())
        .filteredOn(Outcome.Result.class::isInstance)
        .hasSize(4)
        .allSatisfy(
            result ->
                assertThat(((Outcome.Result) result).avro().getTags().get(0).getScore())
                    .isCloseTo(0.001f, within(1e-5f)));
  }

  /** PngSuite and libjpeg-turbo's test images, with licences, JSON and colour profiles. */
  @Test
  void answersEveryHostileFileWithAResultOrAReject() throws Exception {
    DemoReport report = demo(model("models/resnet18-imagenet.onnx")).run(data.resolve("hostile"));
    assertThat(report.isExact()).isTrue();
    Set<String> tagged =
        report.outcomes().stream()
            .filter(Outcome.Result.class::isInstance)
            .map(Outcome::id)
            .collect(Collectors.toSet());
    // PngSuite's files that begin with x are corrupt on purpose, the others are not
    assertThat(tagged)
        .contains("pngsuite/png/basn2c08.png", "libjpeg-turbo/testorig.jpg")
        .noneMatch(id -> id.startsWith("pngsuite/png/x"))
        .noneMatch(id -> id.endsWith(".json"));
  }

  private Path model(String file) {
    Path labels = data.resolve("labels/imagenet_class_index.json");
    Path model = folder.resolve("model.onnx");
    if (file.endsWith(".onnx")) {
      AdoptModel.adopt(
          AdoptRequest.builder(data.resolve(file), "torchvision", model)
              .labels(labels.toString())
              .build());
    } else {
      ExportModel.export(
          ExportRequest.builder(data.resolve(file), model).labels(labels.toString()).build());
    }
    return model;
  }

  private static Demo demo(Path model) {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    return new Demo(
        model,
        Map.of("tagging.device.provider", "cpu"),
        SLOTS,
        new Console(nowhere, nowhere, Terminal.PLAIN));
  }

  private Map<String, JsonNode> expected() throws Exception {
    Map<String, JsonNode> expected = new TreeMap<>();
    JsonNode json = new JsonMapper().readTree(data.resolve("expected-resnet18.json").toFile());
    json.properties().forEach(photo -> expected.put(photo.getKey(), photo.getValue()));
    return expected;
  }

  private static void assertSame(String photo, Tag tag, JsonNode expected) {
    JsonNode top = expected.get("top5").get(0);
    assertThat(List.of(tag.getIndex(), tag.getLabel(), tag.getWnid()))
        .as(photo)
        .isEqualTo(
            List.of(
                top.get("index").intValue(),
                top.get("label").textValue(),
                top.get("wnid").textValue()));
    assertThat((double) tag.getScore())
        .as(photo)
        .isCloseTo(top.get("score").doubleValue(), within(SCORE_TOLERANCE));
  }
}
