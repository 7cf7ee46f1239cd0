package dev.tagstream.schemas.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LabelThresholdsTest {

  private static final Labels BIRDS =
      new Labels(
          List.of(
              new Label("crane", null),
              new Label("wren", null),
              new Label("crane", null),
              new Label("heron, grey", null)));

  private static final OutputSpec SIGMOID =
      new OutputSpec("sigmoid", OutputSpec.Kind.SIGMOID, 4, 4);

  private final Path file;

  LabelThresholdsTest(@TempDir Path folder) {
    this.file = folder.resolve("thresholds.json");
  }

  @Test
  void labelsThatTheFileDoesNotNameKeepTheModelsThreshold() throws IOException {
    Files.writeString(file, "{\"heron, grey\": 0.35, \"wren\": 1}");

    assertThat(LabelThresholds.read(file).over(SIGMOID, BIRDS))
        .containsExactly(0.5, 1.0, 0.5, 0.35);
    assertThat(LabelThresholds.read(file).over(SIGMOID.with(List.of(0.1, 0.2, 0.3, 0.4)), BIRDS))
        .containsExactly(0.1, 1.0, 0.3, 0.35);
  }

  @Test
  void classesWithoutLabelsGoByTheirIndex() throws IOException {
    Files.writeString(file, "{\"2\": 0.75}");

    assertThat(LabelThresholds.read(file).over(SIGMOID, Labels.NONE))
        .containsExactly(0.5, 0.5, 0.75, 0.5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {"wren": 1.5}             | wren must be from 0 to 1 but was 1.5
          {"wren": "0.5"}           | wren must be a number but was "0.5"
          {"wren": 0.5, "wren": 1}  | is not valid JSON: Duplicate field 'wren'
          [0.5]                     | the content must be an object but was [0.5]
          {}                        | has no thresholds
          {"dodo": 0.5}             | the model has no label 'dodo'; spell it as the model does
          {"crane": 0.5}            | several classes of the model have the label 'crane'; give each its own label
          """)
  void refusesWhatSetsNoThreshold(String json, String message) throws IOException {
    Files.writeString(file, json);

    assertThatThrownBy(() -> LabelThresholds.read(file).over(SIGMOID, BIRDS))
        .isInstanceOf(InvalidContractException.class)
        .hasMessage(file + ": " + message);
  }
}
