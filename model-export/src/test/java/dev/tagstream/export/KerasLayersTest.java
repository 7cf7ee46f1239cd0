package dev.tagstream.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tagstream.export.problem.ExportException;
import dev.tagstream.export.resnet.PoolPadding;
import dev.tagstream.schemas.model.Contract;
import dev.tagstream.schemas.model.OutputSpec.Kind;
import dev.tagstream.schemas.model.PixelType;
import dev.tagstream.schemas.model.Preprocessing.ChannelOrder;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models that tell their layers give what Keras gives; made by make_golden_keras_layers.py. */
final class KerasLayersTest {

  private static final double TOLERANCE = 1e-5;
  private static final int SIDE = 32;

  private final Path folder;
  private final Path out;

  KerasLayersTest(@TempDir Path folder) {
    this.folder = folder;
    this.out = folder.resolve("model.onnx");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "max-pooled.keras",
        "flattened-two-dense.keras",
        "flattened-two-dense.h5",
        "windows.keras",
        "activations.keras",
        "gated.keras",
        "nested.keras",
        "nested.h5",
        "nested-keras-2.h5",
        "original50.keras",
        "original50.weights.h5",
        "original50-padded.h5",
        "original50-padded.weights.h5",
        "functional18.keras",
        "functional18.h5",
        "functional18.weights.h5",
        "printed18.keras",
        "printed18.weights.h5",
      })
  void exportedModelGivesKerasScores(String file) throws IOException {
    export(request(file).preprocessing("keras-v2"));

    assertThat(difference(file)).isLessThan(TOLERANCE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sigmoid-head.keras", "sigmoid-head.h5"})
  void aSigmoidStaysOne(String file) throws IOException {
    Contract contract = export(request(file).preprocessing("keras-v2"));

    assertThat(contract.output().kind()).isEqualTo(Kind.SIGMOID);
    assertThat(difference(file)).isLessThan(TOLERANCE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rescaling-inside.keras",
        "normalization-inside.keras",
        "preprocess-input-inside.keras"
      })
  void aModelThatScalesLevelsItselfGetsThem(String file) throws IOException {
    Contract contract = export(request(file));

    assertThat(contract.preprocessing().scale()).isEqualTo(1);
    assertThat(contract.preprocessing().mean()).containsExactly(0.0, 0.0, 0.0);
    assertThat(contract.preprocessing().std()).containsExactly(1.0, 1.0, 1.0);
    assertThat(contract.preprocessing().channelOrder()).isEqualTo(ChannelOrder.RGB);
    assertThat(difference(file)).isLessThan(TOLERANCE);
  }

  @Test
  void refusesToGuessHowImagesArePrepared() {
    refuses(
        request("windows.keras"),
        "windows.keras: does not describe its preprocessing; set --preprocessing");
  }

  @Test
  void refusesToGuessTheSizeOfImages() {
    ExportRequest.Builder request =
        ExportRequest.builder(unpacked("printed18.weights.h5"), out).preprocessing("keras");

    refuses(request, "printed18.weights.h5: takes images of any size; choose one with --size");
  }

  @Test
  void refusesSoftmaxOfASigmoidHead() {
    refuses(
        request("sigmoid-head.keras").preprocessing("keras").scores(Kind.PROBABILITIES),
        "sigmoid-head.keras: ends with a sigmoid, so --scores must be sigmoid, not"
            + " probabilities");
  }

  @Test
  void refusesAPaddingThatTheLayersContradict() {
    refuses(
        request("original50.weights.h5").poolPadding(PoolPadding.ONE_PIXEL),
        "original50.weights.h5: has the layers of a network whose --pool-padding is 0, not 1");
  }

  private void refuses(ExportRequest.Builder request, String problem) {
    assertThatThrownBy(() -> ExportModel.export(request.build()))
        .isInstanceOf(ExportException.class)
        .hasMessage(folder + "/" + problem);
    assertThat(out).doesNotExist();
  }

  private Contract export(ExportRequest.Builder request) {
    return ExportModel.export(request.build());
  }

  private ExportRequest.Builder request(String file) {
    return ExportRequest.builder(unpacked(file), out).input(PixelType.FLOAT32).imageSize(SIDE);
  }

  private Path unpacked(String file) {
    return GoldenNet.unpacked(file, folder);
  }

  /** The largest difference to the scores of Keras. */
  private double difference(String file) throws IOException {
    JsonNode golden =
        new JsonMapper().readTree(GoldenNet.resource("keras-layers.json").toFile()).required(file);
    float[][] expected = new JsonMapper().treeToValue(golden.required("outputs"), float[][].class);
    float[] input = GoldenNet.floats(GoldenNet.resource("input-32.f32"));
    if (golden.required("levels").asBoolean()) {
      for (int i = 0; i < input.length; i++) {
        input[i] = input[i] * 50 + 128;
      }
    }
    float[][] actual = OnnxRun.of(out, input, expected.length, SIDE);
    double largest = 0;
    for (int row = 0; row < expected.length; row++) {
      float[] scores = isDistribution(expected[row]) ? softmax(actual[row]) : actual[row];
      for (int i = 0; i < scores.length; i++) {
        largest = Math.max(largest, Math.abs(scores[i] - expected[row][i]));
      }
    }
    return largest;
  }

  private static boolean isDistribution(float[] row) {
    float sum = 0;
    for (float score : row) {
      sum += score;
    }
    return Math.abs(sum - 1) < TOLERANCE;
  }

  private static float[] softmax(float[] logits) {
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit);
    }
    float[] scores = new float[logits.length];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = (float) (Math.exp(logits[i]) / sum);
    }
    return scores;
  }
}
