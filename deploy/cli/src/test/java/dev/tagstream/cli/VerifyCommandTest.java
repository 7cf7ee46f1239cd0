package dev.tagstream.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.awt.Color;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code verify} with a real model of three colors: of a red image it says red, 0.5761. */
final class VerifyCommandTest {

  // softmax of 1, 0, 0
  private static final double OF_ITS_COLOR = 0.57612;
  private static final double OF_ANOTHER = 0.21194;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;
  private Path model;
  private Path images;

  @BeforeEach
  void write() throws Exception {
    model = folder.resolve("colors.onnx");
    ColorModel.write(model);
    images = folder.resolve("images");
    Files.createDirectories(images.resolve("warm"));
    Files.write(images.resolve("warm/red.png"), ColorImages.png(Color.RED, 20, 10));
    Files.write(images.resolve("blue.png"), ColorImages.png(Color.BLUE, 10, 20));
    Files.write(images.resolve("green.png"), ColorImages.png(Color.GREEN, 10, 10));
  }

  @Test
  void aModelAgreesWithItself() throws Exception {
    assertThat(verify(model, "--max-difference", "0", "--json")).as(err.toString()).isZero();
    JsonNode report = new JsonMapper().readTree(out.toString());
    assertThat(report.at("/figures/agreement/agreeing").asInt()).isEqualTo(3);
    assertThat(report.at("/figures/agreement/images").asInt()).isEqualTo(3);
    assertThat(report.at("/figures/agreement/percent").asDouble()).isEqualTo(100);
    assertThat(report.at("/figures/agreement/leastPercent").asDouble())
        .isCloseTo(43.85, within(0.01));
    assertThat(report.at("/figures/sureAgreement/images").asInt()).isEqualTo(3);
    assertThat(report.at("/figures/largestDifference/value").asDouble()).isZero();
    assertThat(report.at("/speed/rounds").asInt()).isEqualTo(1);
    assertThat(report.at("/speed/wallRatio").asDouble()).isPositive();
    assertThat(report.at("/speed/cpuRatio").asDouble()).isPositive();
    assertThat(report.at("/passed").asBoolean()).isTrue();
  }

  @Test
  void eachModelGetsItsImagesAsItsOwnContractSays() throws Exception {
    Path mirrored = folder.resolve("bgr.onnx");
    ColorModel.writeTakingBgr(mirrored);
    assertThat(verify(mirrored)).isEqualTo(1);
    assertThat(out.toString().lines())
        .contains(
            "differently tagged:",
            "  blue.png: blue 0.576, reference red 0.576",
            "  warm/red.png: red 0.576, reference blue 0.576",
            "compared             3 of 3 files",
            "top-1 agreement      33.3 % (1 of 3, 95 % interval 6.1 to 79.2 %)",
            "  reference > 0.5    33.3 % (1 of 3, 95 % interval 6.1 to 79.2 %)",
            "missed: top-1 agreement is 33.3 %, below 95.0 % (--min-agreement)",
            "not passed");
  }

  @Test
  void tagsOfAFileAreCompared() throws Exception {
    Path known = known("{'warm/red.png': {'top5': [{'index': 0, 'score': 0.5}]}}");
    assertThat(verify(known, "--json", "--max-difference", "0.1")).as(err.toString()).isZero();
    JsonNode report = new JsonMapper().readTree(out.toString());
    assertThat(report.at("/figures/agreement/images").asInt()).isEqualTo(1);
    assertThat(report.at("/figures/sureAgreement/images").asInt()).isZero();
    JsonNode difference = report.at("/figures/largestDifference");
    assertThat(difference.path("value").asDouble()).isCloseTo(OF_ITS_COLOR - 0.5, within(1e-4));
    assertThat(difference.path("label").asText()).isEqualTo("red");
    assertThat(report.at("/speed/reference").isNull()).isTrue();
  }

  @Test
  void theBestTagOfAFileIsThatOfTheHighestScoreWhereverItStands() throws Exception {
    Path known =
        known("{'blue.png': {'tags': [{'index': 0, 'score': 0.2}, {'index': 2, 'score': 0.6}]}}");
    assertThat(verify(known)).as(err.toString()).isZero();
    assertThat(out.toString())
        .contains("top-1 agreement      100.0 % (1 of 1, 95 % interval 20.7 to 100.0 %)");
  }

  @Test
  void countsWhatIsRightWhereTheFolderTellsTheClass() throws Exception {
    for (String color : List.of("red", "Blue")) {
      Files.createDirectories(images.resolve(color));
      Files.write(images.resolve(color + "/a.png"), ColorImages.png(Color.RED, 9, 9));
    }
    Path mirrored = folder.resolve("bgr.onnx");
    ColorModel.writeTakingBgr(mirrored);

    verify(mirrored);

    // the reference takes red for blue
    assertThat(out.toString().lines())
        .contains(
            "right                1 of 2 whose class is known, reference 1",
            "  net lost           0 (1 lost, 1 won; 95 % interval -84.9 to 84.9 % of the images)");
  }

  @Test
  void saysNothingOfWhatIsRightWhereNoPathTellsAClass() throws Exception {
    assertThat(verify(model)).isZero();

    assertThat(out.toString()).doesNotContain("class is known", "net lost");
  }

  @Test
  void resultsOfTheJobAreTagsToo() throws Exception {
    Path known =
        known(
            """
            {'id': 'blue.png', 'tags': [{'index': 2, 'label': 'blue', 'score': 0.576}], 'width': 9}
            {'id': 'notes.txt', 'reason': 'UNSUPPORTED_FORMAT', 'detail': 'text'}
            {'id': 'warm/red.png', 'tags': [{'index': 1, 'label': 'green', 'score': 0.212}]}
            """);
    assertThat(verify(known)).isEqualTo(1);
    assertThat(out.toString().lines())
        .contains(
            "  warm/red.png: red 0.576, reference green 0.212",
            "top-1 agreement      50.0 % (1 of 2, 95 % interval 9.5 to 90.5 %)",
            "  reference > 0.5    100.0 % (1 of 1, 95 % interval 20.7 to 100.0 %)");
  }

  @Test
  void aDifferenceAboveTheThresholdFails() throws Exception {
    Path known =
        known("{'blue.png': {'tags': [{'index': 2, 'score': 0.6}, {'index': 0, 'score': 0.0}]}}");
    assertThat(verify(known, "--max-difference", "0.2")).isEqualTo(1);
    assertThat(out.toString())
        .contains("largest difference   0.2119", "blue.png, red: 0.2119", "(--max-difference)");
    assertThat(OF_ANOTHER).isGreaterThan(0.2);
  }

  @Test
  void anImageThatTheFileNamesMustBeThere() throws Exception {
    Path known =
        known(
            "{'blue.png': {'top5': [{'index': 2, 'score': 0.6}]},"
                + " 'pink.png': {'top5': [{'index': 0, 'score': 0.6}]}}");
    assertThat(verify(known)).isEqualTo(1);
    assertThat(out.toString().lines())
        .contains(
            "missing:",
            "  pink.png",
            "missed: images that %s names but the folder lacks: 1".formatted(known));
  }

  @Test
  void aFileThatIsNoImageIsNamedAndLeftOut() throws Exception {
    Files.writeString(images.resolve("notes.txt"), "notes");
    assertThat(verify(model)).isZero();
    assertThat(out.toString().lines())
        .contains(
            "cannot be read:",
            "  notes.txt: UNSUPPORTED_FORMAT: no known image format begins with the bytes 6e 6f 74"
                + " 65 73",
            "compared             3 of 4 files",
            "passed");
  }

  @Test
  void anImageThatTheFileNamesMustBeReadable() throws Exception {
    Files.writeString(images.resolve("pink.png"), "torn");
    Path known =
        known(
            "{'blue.png': {'top5': [{'index': 2, 'score': 0.6}]},"
                + " 'pink.png': {'top5': [{'index': 0, 'score': 0.6}]}}");
    assertThat(verify(known)).isEqualTo(1);
    assertThat(out.toString()).contains("cannot be read:", "missing:", "not passed");
  }

  @Test
  void refusesToCompareNothing() throws Exception {
    Path known = known("{'pink.png': {'top5': [{'index': 0, 'score': 0.6}]}}");
    assertThat(verify(known)).isEqualTo(2);
    assertThat(err)
        .hasToString(
            "tagstream verify: %s has none of the images that %s names, such as pink.png; they are paths below the folder%n"
                .formatted(images, known));
  }

  @Test
  void refusesAReferenceThatIsNotThere() {
    Path missing = folder.resolve("missing.onnx");
    assertThat(verify(missing)).isEqualTo(2);
    assertThat(err)
        .hasToString(
            "tagstream verify: %s: there is no such model or file of tags%n".formatted(missing));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'a': {}} | a must have an array of tags, best first",
        "{'a': {'top5': []}} | a must have an array of tags, best first",
        "{'a': {'top5': [{'score': 0.1}]}} | a: a tag must have an index from 0 but is"
            + " {\"score\":0.1}",
        "{'a': {'top5': [{'index': 0, 'score': 7}]}} | a: a tag must have a score from 0 to 1 but"
            + " is {\"index\":0,\"score\":7}",
        "{'a': {'top5': [{'index': 3, 'score': 1}]}} | a has a tag of class 3 but colors has 3"
            + " classes",
        "{} | contains no tags",
        "[1] | must hold JSON objects but has NUMBER",
      })
  void refusesAFileOfTagsThatIsMalformed(String json, String problem) throws Exception {
    Path known = known(json);
    assertThat(verify(known)).isEqualTo(2);
    assertThat(err).hasToString("tagstream verify: %s: %s%n".formatted(known, problem));
  }

  @Test
  void refusesAFileOfTagsThatIsCutOff() throws Exception {
    assertThat(verify(known("{'a': {"))).isEqualTo(2);
    assertThat(err.toString()).contains("known.json: line 1 is not valid JSON").hasLineCount(1);
  }

  @Test
  void refusesAThresholdThatCannotBe() {
    assertThat(verify(model, "--min-agreement", "101")).isEqualTo(2);
    assertThat(err)
        .hasToString(
            "tagstream verify: --min-agreement must be from 0 to 100 but was 101.0%n".formatted());
  }

  private Path known(String json) throws Exception {
    return Files.writeString(folder.resolve("known.json"), json.replace('\'', '"'));
  }

  private int verify(Path reference, String... options) {
    List<String> arguments =
        new ArrayList<>(List.of("verify", model.toString(), "--reference", reference.toString()));
    arguments.addAll(List.of("--images", images.toString()));
    arguments.addAll(List.of(options));
    return Tagstream.commandLine(new Interruption())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments.toArray(String[]::new));
  }
}
