package dev.tagstream.sql.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.sql.ColorModel;
import java.awt.Color;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements with {@code ML_PREDICT}, planned and run by a real Flink. */
final class OnnxModelTest {

  private static final String SYNC = "MAP['async','false']";
  private static final String ASYNC = "MAP['async','true','max-concurrent-operations','32']";

  private static final List<String> IDS = List.of("red", "blue", "text", "none");

  @TempDir private Path folder;
  private TableEnvironment tables;
  private Path file;

  @BeforeEach
  void start() {
    file = folder.resolve("colors.onnx");
    ColorModel.write(file);
    tables = TableEnvironment.create(EnvironmentSettings.inStreamingMode());
    tables.getConfig().set("parallelism.default", "1");
    tables.createTemporaryView(
        "images",
        tables.fromValues(
            DataTypes.ROW(
                DataTypes.FIELD("id", DataTypes.STRING()),
                DataTypes.FIELD("image", DataTypes.BYTES())),
            Row.of("red", ColorModel.png(Color.RED, 20, 10)),
            Row.of("blue", ColorModel.png(Color.BLUE, 8, 8)),
            Row.of("text", "not an image".getBytes(UTF_8)),
            Row.of("none", null)));
  }

  @ParameterizedTest
  @ValueSource(strings = {SYNC, ASYNC})
  void tagsTheImageOfEachRowAndSaysWhyItRejectsOne(String mode) throws Exception {
    createModel(
        "tags ARRAY<ROW<label STRING, wnid STRING, score FLOAT>>, best STRING, score FLOAT,"
            + " embedding ARRAY<FLOAT>, width INT, height INT, reject STRING, `model` STRING",
        "");

    List<Row> rows =
        run("SELECT id, tags, best, score, embedding, width, height, reject, `model` FROM", mode);

    assertThat(rows).hasSize(4);
    assertThat(rows.get(0).toString())
        .isEqualTo(
            "+I[red, [+I[red, n01, %1$s]], red, %1$s, [1.0, 0.0, 0.0], 20, 10, null, colors]",
            ColorModel.PURE_SCORE);
    assertThat(rows.get(1).toString())
        .isEqualTo(
            "+I[blue, [+I[blue, null, %1$s]], blue, %1$s, [0.0, 0.0, 1.0], 8, 8, null, colors]",
            ColorModel.PURE_SCORE);
    assertThat(rows.get(2).toString())
        .startsWith("+I[text, null, null, null, null, null, null, UNSUPPORTED_FORMAT: ")
        .endsWith(", null]");
    assertThat(rows.get(3).toString())
        .isEqualTo(
            "+I[none, null, null, null, null, null, null, EMPTY_IMAGE: the image is NULL, null]");
  }

  @Test
  void runsBatchesOfTheSizeThatFlinkKeepsInFlight() throws Exception {
    createModel("best STRING", ", 'batch.max-images' = '16', 'batch.max-delay' = '1 min'");

    List<Row> rows =
        run(
            "SELECT id, best FROM",
            "MAP['async','true','max-concurrent-operations','2','timeout','20 s']");

    // a batch of 2 does not wait a minute for 14 more
    assertThat(rows).hasSize(4);
  }

  @Test
  void keepsNoMoreBytesInFlightThanAllowed() throws Exception {
    createModel(
        "best STRING",
        ", 'batch.max-images' = '16', 'batch.max-delay' = '1 min', 'async.max-bytes' = '1 b'");

    List<Row> rows =
        run(
            "SELECT id, best FROM",
            "MAP['async','true','max-concurrent-operations','32','timeout','20 s']");

    assertThat(rows).extracting(row -> row.getField(1)).startsWith("red", "blue");
  }

  @ParameterizedTest
  @ValueSource(strings = {SYNC, ASYNC})
  void failsForABadImageIfAsked(String mode) {
    createModel("best STRING", ", 'on-bad-image' = 'fail'");

    assertThatThrownBy(() -> run("SELECT id, best FROM", mode))
        .satisfies(
            failure ->
                assertThat(ExceptionUtils.stringifyException(failure))
                    .contains("an image is rejected, ")
                    .contains("set 'on-bad-image' = 'reject'")
                    // Flink's own message would print the bytes
                    .doesNotContain("input row"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          label STRING        | but it has (label STRING)
          best INT            | but it has (best INT)
          score DOUBLE        | but it has (score DOUBLE)
          reject STRING NOT NULL | but it has (reject STRING NOT NULL)
          """)
  void refusesColumnsThatNoModelHasWithTheList(String output, String problem) {
    createModel(output, "");

    assertThatThrownBy(() -> run("SELECT * FROM", SYNC))
        .rootCause()
        .hasMessage(
            "OUTPUT must have columns of this list: tags ARRAY<ROW<label STRING, wnid STRING,"
                + " score FLOAT>>, tags ARRAY<ROW<`index` INT, label STRING, wnid STRING, score"
                + " FLOAT>>, best STRING, score FLOAT, embedding ARRAY<FLOAT>, width INT, height"
                + " INT, reject STRING, model STRING, model ROW<name STRING, sha256 STRING,"
                + " provider STRING>; "
                + problem);
  }

  @Test
  void refusesOptionsOfTheJobUnderTheNamesThatTheyHaveHere() {
    createModel("best STRING", ", 'batch.max-images' = '0'");

    assertThatThrownBy(() -> run("SELECT * FROM", SYNC))
        .rootCause()
        .hasMessage("'batch.max-images' must be at least 1 but was '0'");
  }

  @Test
  void refusesAnotherModelThanTheDigestNames() {
    createModel("best STRING", ", 'model.sha256' = '" + "0".repeat(64) + "'");

    assertThatThrownBy(() -> run("SELECT * FROM", SYNC))
        .rootCause()
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining("0".repeat(64));
  }

  @Test
  void refusesAnInputThatIsNoImage() {
    tables.executeSql(
        "CREATE MODEL tagger INPUT (image STRING) OUTPUT (best STRING) WITH ('provider'='onnx',"
            + " 'model.file'='"
            + file
            + "')");

    assertThatThrownBy(
            () ->
                tables.executeSql(
                    "SELECT * FROM ML_PREDICT(TABLE images, MODEL tagger, DESCRIPTOR(id))"))
        .rootCause()
        .hasMessage(
            "INPUT must be one column with the encoded image, such as (image BYTES), but was"
                + " (image STRING)");
  }

  private void createModel(String output, String options) {
    tables.executeSql(
        "CREATE MODEL tagger INPUT (image BYTES) OUTPUT (%s) WITH ('provider'='onnx', 'model.file'='%s', 'device'='cpu'%s)"
            .formatted(output, file, options));
  }

  @SuppressWarnings("try") // any resource may be interrupted
  private List<Row> run(String select, String mode) throws Exception {
    List<Row> rows = new ArrayList<>();
    try (CloseableIterator<Row> all =
        tables
            .executeSql(
                select + " ML_PREDICT(TABLE images, MODEL tagger, DESCRIPTOR(image), " + mode + ")")
            .collect()) {
      all.forEachRemaining(rows::add);
    }
    // the planner may read each value in a task of its own
    rows.sort(Comparator.comparingInt(row -> IDS.indexOf(row.getField(0))));
    return rows;
  }
}
