package dev.tagstream.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.export.problem.ExportException;
import dev.tagstream.export.resnet.Stem;
import dev.tagstream.export.tensor.NamedTensors;
import dev.tagstream.export.weights.WeightFile;
import dev.tagstream.export.weights.torch.CheckpointWriter;
import dev.tagstream.schemas.model.PixelType;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weights that are readable but no ResNet, and wishes that cannot be followed. */
final class ExportRefusalTest {

  private final Path file;
  private final Path out;

  ExportRefusalTest(@TempDir Path folder) {
    this.file = folder.resolve("resnet18.pth");
    this.out = folder.resolve("resnet18.onnx");
  }

  @Test
  void refusesTheWrongNumberOfColors() {
    without("conv1.weight")
        .floats("conv1.weight", List.of(4L, 1L, 7L, 7L), new float[196])
        .write(file);

    refuses("conv1.weight must be [4, 3, 7, 7] but was [4, 1, 7, 7]");
  }

  @Test
  void refusesAShapeThatDoesNotFitTheLayerBefore() {
    String name = "layer2.1.conv1.weight";
    without(name).floats(name, List.of(8L, 9L, 3L, 3L), new float[648]).write(file);

    refuses("layer2.1.conv1.weight must be [8, 8, 3, 3] but was [8, 9, 3, 3]");
  }

  @Test
  void refusesAMissingTensor() {
    without("layer3.0.bn2.running_var").write(file);

    refuses("layer3.0.bn2.running_var is missing");
  }

  @Test
  void refusesAMissingShortcut() {
    without("layer2.0.downsample.0.weight").write(file);

    refuses("layer2.0.downsample.0.weight is missing");
  }

  @Test
  void refusesATensorThatHasNoPlaceInAResNet() {
    without().floats("layer1.0.se.fc1.weight", List.of(1L), 1).write(file);

    refuses("layer1.0.se.fc1.weight does not belong to a ResNet");
  }

  @Test
  void refusesADepthThatIsNone() {
    String[] lastBlock =
        Stream.of("conv1.weight", "conv2.weight")
            .map(name -> "layer4.1." + name)
            .toArray(String[]::new);
    without(lastBlock).write(file);

    refuses(
        "stages of [2, 2, 2, 1] basic blocks are not those of a ResNet with 18, 34, 38, 50, 101"
            + " or 152 layers");
  }

  @Test
  void refusesANetworkOfAnotherKind() {
    new CheckpointWriter().floats("features.0.weight", List.of(1L), 1).write(file);

    refuses(
        "contains no ResNet with known names: none of conv2_block1_preact_bn/gamma,"
            + " conv2_block1_1_conv/kernel, res2a_branch2a/kernel, conv2_x_1.cov1.weight,"
            + " layer2.0.shortcut.0.weight, layer1.0.conv1.weight,"
            + " encoder.stages.0.layers.0.layer.0.convolution.weight");
  }

  /** A {@code .weights.h5} without them; layers that are only counted do not tell their place. */
  @Test
  void refusesKerasLayersWithoutNames() {
    Path weights = file.resolveSibling("resnet50.weights.h5");
    try (WritableHdfFile hdf = HdfFile.write(weights)) {
      WritableGroup layers = hdf.putGroup("layers");
      layers.putGroup("conv2d").putGroup("vars").putDataset("0", new float[7][7][3][64]);
      layers.putGroup("dense").putGroup("vars").putDataset("0", new float[2048][1]);
    }

    refuses(
        ExportRequest.of(weights, out),
        weights
            + ": contains no ResNet with known names: none of conv2_block1_preact_bn/gamma,"
            + " conv2_block1_1_conv/kernel, res2a_branch2a/kernel, conv2_x_1.cov1.weight,"
            + " layer2.0.shortcut.0.weight, layer1.0.conv1.weight,"
            + " encoder.stages.0.layers.0.layer.0.convolution.weight");
  }

  @Test
  void refusesTwoNetworksInOneFile() {
    new CheckpointWriter()
        .floats("query.layer1.0.conv1.weight", List.of(1L), 1)
        .floats("key.layer1.0.conv1.weight", List.of(1L), 1)
        .write(file);

    refuses("contains more than one network; choose one with --weights-key: query, key");
  }

  @Test
  void refusesWeightsThatAreNotNumbers() {
    without("fc.bias").floats("fc.bias", List.of(10L), filled(10, Float.NaN)).write(file);

    refuses("fc.bias has a value that is not a finite number: NaN");
  }

  @Test
  void refusesANegativeVariance() {
    String name = "bn1.running_var";
    without(name).floats(name, List.of(4L), filled(4, -1)).write(file);

    refuses("bn1.running_var must not be negative but has -1.0");
  }

  @Test
  void refusesWeightsOfWholeNumbers() {
    without("fc.bias")
        .tensor("fc.bias", "LongStorage", new byte[80], 10, 0, List.of(10L), List.of(1L))
        .write(file);

    refuses("fc.bias must be of a floating type but was int64");
  }

  @Test
  void refusesAStemThatTheWeightsDoNotHave() {
    without().write(file);

    refuses(
        ExportRequest.builder(file, out).stem(Stem.SMALL_IMAGE).build(),
        file + ": conv1.weight must be [4, 3, 3, 3] but was [4, 3, 7, 7]");
  }

  @Test
  void refusesTooFewLabelsAndGivesBothNumbers() throws IOException {
    without().write(file);
    Path labels = Files.writeString(file.resolveSibling("labels.txt"), "cat\ndog\n");

    refuses(
        ExportRequest.builder(file, out).labels(labels.toString()).build(),
        labels + ": has 2 labels but " + file + " has 10 classes");
  }

  @Test
  void refusesToWriteOverTheWeights() {
    without().write(file);

    refuses(ExportRequest.of(file, file), file + ": is the weights file; choose another --out");
  }

  @Test
  void refusesAFolderThatIsNotThere() {
    without().write(file);
    Path nowhere = file.resolveSibling("nowhere").resolve("net.onnx");

    refuses(
        ExportRequest.of(file, nowhere),
        nowhere + ": cannot be written: its folder does not exist");
  }

  @Test
  void leavesTheOldModelAndNothingElseWhenItFails() throws IOException {
    without("bn1.bias").write(file);
    Files.writeString(out, "the old model");

    assertThatThrownBy(() -> ExportModel.export(ExportRequest.of(file, out)))
        .isInstanceOf(ExportException.class);

    assertThat(out).hasContent("the old model");
    try (Stream<Path> files = Files.list(out.resolveSibling(""))) {
      assertThat(files).containsExactlyInAnyOrder(file, out);
    }
  }

  @Test
  void seesThroughThePrefixOfParallelTraining() {
    CheckpointWriter writer = new CheckpointWriter();
    GoldenNet net = GoldenNet.of("basic18.pth");
    try (NamedTensors tensors = WeightFile.open(net.weights())) {
      for (String name : tensors.names()) {
        if (tensors.type(name).elements().isFloating()) {
          writer.floats(
              "module." + name, tensors.type(name).shape().sizes(), tensors.read(name).values());
        }
      }
    }
    writer.write(file);

    ExportModel.export(
        ExportRequest.builder(file, out).input(PixelType.FLOAT32).imageSize(net.side()).build());

    float[][] logits = OnnxRun.of(out, net.input(), GoldenNet.IMAGES, net.side());
    assertThat(OnnxRun.difference(logits, net.logits())).isLessThan(1e-4);
  }

  private static CheckpointWriter without(String... names) {
    try (NamedTensors tensors = WeightFile.open(GoldenNet.resource("basic18.pth"))) {
      return CheckpointWriter.copyOf(tensors, names);
    }
  }

  private static float[] filled(int length, float value) {
    float[] values = new float[length];
    Arrays.fill(values, value);
    return values;
  }

  private void refuses(String problem) {
    refuses(ExportRequest.of(file, out), file + ": " + problem);
  }

  private static void refuses(ExportRequest request, String message) {
    assertThatThrownBy(() -> ExportModel.export(request))
        .isInstanceOf(ExportException.class)
        .hasMessage(message);
    assertThat(request.out().resolveSibling("resnet18.onnx")).doesNotExist();
  }
}
