package dev.tagstream.export.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tagstream.export.problem.ExportException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The documented examples are what the code reads and writes. */
final class ContractJsonTest {

  private static final Path DOCUMENT = Path.of("README.md");
  private static final Path MODEL = Path.of("model.onnx");
  private static final Pattern EXAMPLE = Pattern.compile("```json\\n(.*?)```", Pattern.DOTALL);

  @Test
  void readsAndWritesTheDocumentedContract() throws IOException {
    String example = example(0);

    JsonNode written = ContractJson.write(ContractJson.read(MODEL, example));

    assertThat(written.toString()).isEqualTo(new JsonMapper().readTree(example).toString());
  }

  @Test
  void readsAndWritesTheDocumentedLabels() throws IOException {
    String example = example(1);

    List<Label> labels = ContractJson.readLabels(MODEL, example);

    assertThat(labels)
        .containsExactly(new Label("tench", "n01440764"), new Label("goldfish", "n01443537"));
    assertThat(ContractJson.writeLabels(labels).toString())
        .isEqualTo(new JsonMapper().readTree(example).toString());
  }

  @Test
  void refusesAnUnknownVersion() throws IOException {
    String newer = example(0).replace("\"version\": 1", "\"version\": 3");

    assertThatThrownBy(() -> ContractJson.read(MODEL, newer))
        .isInstanceOf(ExportException.class)
        .hasMessage("model.onnx: version must be at most 2 but is 3");
  }

  @Test
  void onlyAnInputOfAnySizeNeedsTheSecondVersion() throws IOException {
    String anySize =
        example(0)
            .replace("\"version\": 1", "\"version\": 2")
            .replace(
                "\"NHWC\", \"height\": 224, \"width\": 224",
                "\"NHWC\", \"height\": \"any\", \"width\": \"any\"");

    Contract contract = ContractJson.read(MODEL, anySize);

    assertThat(contract.input().takesAnySize()).isTrue();
    assertThat(contract.version()).isEqualTo(2);
    assertThat(ContractJson.write(contract).at("/input/height").asText()).isEqualTo("any");
    assertThat(ContractJson.read(MODEL, example(0)).version()).isEqualTo(1);
  }

  private static String example(int number) throws IOException {
    Matcher matcher = EXAMPLE.matcher(Files.readString(DOCUMENT));
    for (int i = 0; i <= number; i++) {
      assertThat(matcher.find()).isTrue();
    }
    return matcher.group(1);
  }
}
