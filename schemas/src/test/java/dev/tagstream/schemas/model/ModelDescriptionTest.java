package dev.tagstream.schemas.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The documented examples are what the code reads and writes. */
final class ModelDescriptionTest {

  private static final Path DOCUMENT = Path.of("../model-export/README.md");
  private static final Path MODEL = Path.of("model.onnx");
  private static final Pattern EXAMPLE = Pattern.compile("```json\\n(.*?)```", Pattern.DOTALL);

  private static final String CONTRACT =
      """
      {"version": 1, "name": "test-colors",
       "input": {"name": "input", "type": "uint8", "layout": "NHWC", "height": 4, "width": 4},
       "preprocessing": {
         "resize": {"rule": "exact", "height": 4, "width": 4, "filter": "bilinear", "antialias": true},
         "crop": null, "channelOrder": "RGB", "scale": 1.0,
         "mean": [0.0, 0.0, 0.0], "std": [1.0, 1.0, 1.0]},
       "output": {"name": "logits", "kind": "logits", "classes": 3, "topK": 2}}""";

  private static final String LABELS =
      """
      [{"name": "red", "wnid": "n04962784"}, {"name": "green", "wnid": null}, {"name": "blue"}]""";

  @Test
  void readsAndWritesTheDocumentedContract() throws IOException {
    String example = example(0);

    ModelDescription read = read(Map.of("tagstream.contract", example));

    assertThat(read.labels()).isEqualTo(Labels.NONE);
    assertThat(read.entries()).containsOnlyKeys("tagstream.contract");
    assertThat(read.entries().get("tagstream.contract")).isEqualTo(compact(example));
  }

  @Test
  void readsAndWritesTheDocumentedLabels() throws IOException {
    String contract = CONTRACT.replace("\"classes\": 3", "\"classes\": 2");

    ModelDescription read =
        read(Map.of("tagstream.contract", contract, "tagstream.labels", example(1)));

    assertThat(read.labels().classes())
        .containsExactly(new Label("tench", "n01440764"), new Label("goldfish", "n01443537"));
    assertThat(read.entries().get("tagstream.labels")).isEqualTo(compact(example(1)));
  }

  @Test
  void onlyAnInputOfAnySizeNeedsTheSecondVersion() throws IOException {
    String anySize =
        CONTRACT
            .replace("\"version\": 1", "\"version\": 2")
            .replace(
                "\"NHWC\", \"height\": 4, \"width\": 4",
                "\"NHWC\", \"height\": \"any\", \"width\": \"any\"")
            .replaceAll("\"resize\": \\{.*?}", "\"resize\": {\"rule\": \"none\"}");

    Contract contract = read(Map.of("tagstream.contract", anySize)).contract();

    assertThat(contract.input().takesAnySize()).isTrue();
    assertThat(contract.version()).isEqualTo(2);
    assertThat(ContractJson.write(contract).at("/input/height").asText()).isEqualTo("any");
    assertThat(read(Map.of("tagstream.contract", CONTRACT)).contract().version()).isEqualTo(1);
  }

  @Test
  void independentLabelsAndThresholdsNeedTheThirdVersion() {
    String sigmoid =
        CONTRACT.replace(
            "\"kind\": \"logits\", \"classes\": 3, \"topK\": 2",
            "\"kind\": \"sigmoid\", \"classes\": 3, \"topK\": 3");
    String thresholds =
        CONTRACT.replace("\"topK\": 2", "\"topK\": 2, \"thresholds\": [0.1, 0.2, 1]");

    Contract independent = read(Map.of("tagstream.contract", sigmoid)).contract();
    Contract limited = read(Map.of("tagstream.contract", thresholds)).contract();

    assertThat(independent.version()).isEqualTo(3);
    assertThat(independent.output().threshold(2)).isEqualTo(0.5);
    assertThat(limited.version()).isEqualTo(3);
    assertThat(limited.output().thresholds()).containsExactly(0.1, 0.2, 1.0);
    assertThat(ContractJson.write(limited).at("/output/thresholds").toString())
        .isEqualTo("[0.1,0.2,1.0]");
  }

  @Test
  void aLetterboxNeedsTheFourthVersion() {
    String letterbox =
        CONTRACT.replace(
            "{\"rule\": \"exact\", \"height\": 4, \"width\": 4",
            "{\"rule\": \"letterbox\", \"height\": 4, \"width\": 4, \"padding\": [114, 0, 255]");

    Contract contract = read(Map.of("tagstream.contract", letterbox)).contract();

    assertThat(contract.version()).isEqualTo(4);
    assertThat(contract.preprocessing().resize().padding()).isEqualTo(new Color(114, 0, 255));
    assertThat(ContractJson.write(contract).at("/preprocessing/resize").toString())
        .isEqualTo(
            "{\"rule\":\"letterbox\",\"height\":4,\"width\":4,\"padding\":[114,0,255],"
                + "\"filter\":\"bilinear\",\"antialias\":true}");
    assertRefused(
        letterbox.replace("\"crop\": null", "\"crop\": {\"height\": 4, \"width\": 4}"),
        LABELS,
        "model.onnx: tagstream.contract preprocessing.crop must be absent, as a letterbox has the"
            + " size of the input, but was {\"height\":4,\"width\":4}");
  }

  @Test
  void aFileWithoutContractHasNoDescription() {
    assertThat(ModelDescription.read(MODEL, Map.of("author", "somebody"))).isEmpty();
  }

  @Test
  void ignoresWhatOthersAddBesideTheFieldsOfTheFormat() {
    String more = CONTRACT.replace("\"version\": 1", "\"version\": 1, \"trainedBy\": \"me\"");

    assertThat(read(Map.of("tagstream.contract", more)))
        .isEqualTo(read(Map.of("tagstream.contract", CONTRACT)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          "version": 1        | "version": 5          | version must be 1 to 4, which this Tagstream knows; update it but was 5
          "version": 1        | "version": "1"        | version must be a whole number from 0 on but was "1"
          "name": "test-colors" | "name": ""          | name must be a text that is not empty but was ""
          "type": "uint8"     | "type": "float16"     | input.type must be one of uint8, float32 but was "float16"
          "layout": "NHWC"    | "layout": "nhwc"      | input.layout must be one of NCHW, NHWC but was "nhwc"
          "NHWC", "height": 4 | "NHWC", "height": 0   | input.height must be a whole number from 1 to 8192 but was 0
          "NHWC", "height": 4 | "NHWC", "height": 4.5 | input.height must be a whole number from 1 to 8192 but was 4.5
          "NHWC", "height": 4 | "NHWC", "high": 4     | input.high is not a field of the format; remove it but was 4
          "rule": "exact"     | "rule": "fit"         | preprocessing.resize.rule must be one of shortest-side, exact, letterbox, none but was "fit"
          "exact", "height": 4 | "exact", "height": 5 | preprocessing.resize must end in the input's height 4 and width 4, by a crop, an exact resize or a letterbox but was {"rule":"exact","height":5,"width":4,"filter":"bilinear","antialias":true}
          "crop": null        | "crop": {"height": 2, "width": 4} | preprocessing.crop must end in the input's height 4 and width 4, by a crop, an exact resize or a letterbox but was {"height":2,"width":4}
          "filter": "bilinear" | "filter": "cubic"    | preprocessing.resize.filter must be one of nearest, box, bilinear, bicubic, lanczos but was "cubic"
          "antialias": true   | "antialias": "yes"    | preprocessing.resize.antialias must be true or false but was "yes"
          "exact", "height": 4 | "letterbox", "height": 4 | preprocessing.resize.padding must be 3 numbers but was absent
          "exact", "height": 4 | "letterbox", "padding": [0, 0, 256], "height": 4 | preprocessing.resize.padding must be 3 whole numbers from 0 to 255: red, green, blue but was [0,0,256]
          "exact", "height": 4 | "letterbox", "padding": [0, 0, 0.5], "height": 4 | preprocessing.resize.padding must be 3 whole numbers from 0 to 255: red, green, blue but was [0,0,0.5]
          "exact", "height": 4 | "letterbox", "padding": [0, 0, 0], "height": 5 | preprocessing.resize must end in the input's height 4 and width 4, by a crop, an exact resize or a letterbox but was {"rule":"letterbox","padding":[0,0,0],"height":5,"width":4,"filter":"bilinear","antialias":true}
          "exact", "height": 4 | "exact", "padding": [0, 0, 0], "height": 4 | preprocessing.resize.padding is not a field of the format; remove it but was [0,0,0]
          "crop"              | "Crop"                | preprocessing.Crop is not a field of the format; remove it but was null
          "RGB"               | "GBR"                 | preprocessing.channelOrder must be one of RGB, BGR but was "GBR"
          "scale": 1.0        | "scale": 0            | preprocessing.scale must be above 0 but was 0
          "scale": 1.0        | "scale": 1e999        | preprocessing.scale must be a number but was "Infinity"
          "mean": [0.0, 0.0, 0.0] | "mean": [0.0, 0.0] | preprocessing.mean must be 3 numbers but was [0.0,0.0]
          "std": [1.0, 1.0, 1.0] | "std": [1.0, 0.0, 1.0] | preprocessing.std must not be 0 but was [1.0,0.0,1.0]
          "kind": "logits"    | "kind": "scores"      | output.kind must be one of logits, probabilities, sigmoid but was "scores"
          "classes": 3        | "classes": 2000000    | output.classes must be a whole number from 1 to 1000000 but was 2000000
          "topK": 2           | "topK": 4             | output.topK must be a whole number from 1 to 3 but was 4
          "topK": 2           | "top": 2              | output.top is not a field of the format; remove it but was 2
          "topK": 2           | "topK": 2, "thresholds": [0.5] | output.thresholds must be 3 numbers but was [0.5]
          "topK": 2           | "topK": 2, "thresholds": 0.5 | output.thresholds must be 3 numbers but was 0.5
          "topK": 2           | "topK": 2, "thresholds": [0.5, 0.5, 1.5] | output.thresholds must be from 0 to 1 but was [0.5,0.5,1.5]
          , "topK": 2         | ~~                    | output.topK must be a whole number from 1 to 3 but was absent
          "output": {         | "outputs": {          | output must be an object but was absent
          "output": {         | "embedding": {"name": "means", "size": 0}, "output": { | embedding.size must be a whole number from 1 to 1048576 but was 0
          "output": {         | "embedding": {"name": "means"}, "output": { | embedding.size must be a whole number from 1 to 1048576 but was absent
          "NHWC", "height": 4 | "NHWC", "height": "any" | input.height must be a whole number from 1 to 8192 but was "any"
          "version": 1        | "version": 1, "source": {"file": "a.pth"} | source.sha256 must be a text that is not empty but was absent
          "version": 1        | "version": 1, "parameters": -1 | parameters must be a whole number from 1 on but was -1
          "version": 1        | "version": 1, "precision": "int4" | precision must be one of float32, float16, int8 but was "int4"
          """)
  void refusesContractThatBreaksARule(String target, String replacement, String message) {
    assertThat(CONTRACT).contains(target);

    assertRefused(
        CONTRACT.replaceFirst(Pattern.quote(target), Matcher.quoteReplacement(replacement)),
        LABELS,
        "model.onnx: tagstream.contract " + message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          [{"name": "red"}]                                    | tagstream.labels must name all 3 classes of the output but names 1
          {"0": "red"}                                         | tagstream.labels must be an array but was {"0":"red"}
          ["red", "green", "blue"]                             | tagstream.labels[0] must be an object but was "red"
          [{"name": "red"}, {"name": "green"}, {"wnid": "n1"}] | tagstream.labels[2] name must be a text that is not empty but was absent
          [{"name": "red"}, {"name": "green"}                  | tagstream.labels is not valid JSON: Unexpected end-of-input: expected close marker for Array (start marker at [Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: 1, column: 1])
          """)
  void refusesLabelsThatBreakARule(String labels, String message) {
    assertRefused(CONTRACT, labels, "model.onnx: " + message);
  }

  @Test
  void refusesContractThatIsNotJson() {
    assertRefused(
        "version: 1",
        LABELS,
        "model.onnx: tagstream.contract is not valid JSON: Unrecognized token 'version': was"
            + " expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')");
  }

  @Test
  void refusesContractThatSaysAThingTwice() {
    assertRefused(
        CONTRACT.replace("\"topK\": 2", "\"topK\": 2, \"topK\": 3"),
        LABELS,
        "model.onnx: tagstream.contract is not valid JSON: Duplicate field 'topK'");
  }

  @Test
  void refusesWhatFollowsTheContract() {
    assertRefused(
        CONTRACT + " {}",
        LABELS,
        "model.onnx: tagstream.contract is not valid JSON: something follows its value");
  }

  @Test
  void saysInOneLineWhatAHostileNameBreaks() {
    String hostile = CONTRACT.replace("\"topK\"", "\"" + "\\n".repeat(3) + "x".repeat(2000) + "\"");

    assertRefused(
        hostile, LABELS, "model.onnx: tagstream.contract output. " + "x".repeat(958) + "...");
  }

  private static void assertRefused(String contract, String labels, String message) {
    assertThatThrownBy(
            () -> read(Map.of("tagstream.contract", contract, "tagstream.labels", labels)))
        .isInstanceOf(InvalidContractException.class)
        .hasMessage(message);
  }

  private static ModelDescription read(Map<String, String> metadata) {
    return ModelDescription.read(MODEL, metadata).orElseThrow();
  }

  private static String compact(String json) throws IOException {
    JsonNode parsed = new JsonMapper().readTree(json);
    return parsed.toString();
  }

  private static String example(int number) throws IOException {
    Matcher matcher = EXAMPLE.matcher(Files.readString(DOCUMENT));
    for (int i = 0; i <= number; i++) {
      assertThat(matcher.find()).isTrue();
    }
    return matcher.group(1);
  }
}
