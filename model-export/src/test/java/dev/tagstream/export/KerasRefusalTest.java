package dev.tagstream.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.export.problem.ExportException;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keras models with layers that cannot be exported, named in one line. */
final class KerasRefusalTest {

  private static final String INPUT =
      "{\"class_name\": \"InputLayer\", \"config\": {\"name\": \"image\", \"batch_shape\":"
          + " [null, 8, 8, 3]}, \"inbound_nodes\": []}";

  private final Path file;
  private final Path out;

  KerasRefusalTest(@TempDir Path folder) {
    this.file = folder.resolve("model.keras");
    this.out = folder.resolve("model.onnx");
  }

  @Test
  void refusesALambdaWithoutRunningIt() throws IOException {
    refuses(
        layer("Lambda", "{\"name\": \"last\", \"function\": \"code\"}"),
        "the layer last is a Lambda, which is not supported; export the model to ONNX and pass it"
            + " with --onnx");
  }

  @Test
  void refusesALayerOfOnesOwn() throws IOException {
    refuses(
        layer("Dense", "{\"name\": \"last\"}")
            .replace(
                "{\"class_name\": \"Dense\"",
                "{\"registered_name\": \"Custom>Dense\", \"class_name\": \"Dense\""),
        "the layer last is of the class Custom>Dense, which is not one of Keras' own, and whose"
            + " code is not in the file; export the model to ONNX and pass it with --onnx");
  }

  @Test
  void refusesAnActivationThatItDoesNotKnow() throws IOException {
    refuses(
        layer("Activation", "{\"name\": \"last\", \"activation\": \"squareplus\"}"),
        "the layer last (Activation): the activation squareplus is not supported");
  }

  @Test
  void refusesASettingOfTheWrongKind() throws IOException {
    refuses(
        layer("Conv2D", "{\"name\": \"last\", \"filters\": -1, \"kernel_size\": 3}"),
        "the layer last (Conv2D): filters must be a whole number from 1 to 16777216 but is -1");
  }

  @Test
  void refusesAWindowThatDoesNotFit() throws IOException {
    refuses(
        layer("MaxPooling2D", "{\"name\": \"last\", \"pool_size\": 9}"),
        "the layer last (MaxPooling2D): its window of 9 pixels does not fit into 8; the images"
            + " are too small");
  }

  @Test
  void refusesALayerThatTakesItsOwnOutput() throws IOException {
    refuses(
        layer("Flatten", "{\"name\": \"last\"}")
            .replace("[\"image\", 0, 0]}}", "[\"last\", 0, 0]}}"),
        "the layer last takes its own output");
  }

  @Test
  void refusesAModelWithoutItsTop() throws IOException {
    refuses(
        layer("ReLU", "{\"name\": \"last\"}"),
        "outputs features [8, 8, 3] for each image, not one row of scores; save the model with its"
            + " top");
  }

  @Test
  void refusesFeaturesInsteadOfScores() throws IOException {
    refuses(
        layer("GlobalAveragePooling2D", "{\"name\": \"last\"}"),
        "ends with the layer last, which has no class scores; save the model with its top, or"
            + " name their kind with --scores");
  }

  @Test
  void refusesAConfigurationThatIsNoJson() throws IOException {
    write("{");

    ExportRequest request = ExportRequest.builder(file, out).preprocessing("keras").build();
    assertThatThrownBy(() -> ExportModel.export(request))
        .isInstanceOf(ExportException.class)
        .hasMessageStartingWith(file + ": the model's configuration is not valid JSON: ")
        .hasMessageNotContaining("\n");
  }

  @Test
  void refusesAModelOfAClassOfOnesOwn() throws IOException {
    write("{\"class_name\": \"Mine\", \"registered_name\": \"Custom>Mine\", \"config\": {}}");

    refuses(
        "is a model of the class Mine, whose code is not in the file; build it from Keras' own"
            + " layers and save it again, or export it to ONNX and pass it with --onnx");
  }

  private void refuses(String layer, String problem) throws IOException {
    write(
        "{\"class_name\": \"Functional\", \"config\": {\"name\": \"model\", \"layers\": [%s, %s],"
                .formatted(INPUT, layer)
            + " \"input_layers\": [\"image\", 0, 0], \"output_layers\": [\"last\", 0, 0]}}");
    refuses(problem);
  }

  private void refuses(String problem) {
    ExportRequest request = ExportRequest.builder(file, out).preprocessing("keras").build();
    assertThatThrownBy(() -> ExportModel.export(request))
        .isInstanceOf(ExportException.class)
        .hasMessage(file + ": " + problem);
    assertThat(out).doesNotExist();
  }

  /** A layer called on the image, as Keras 3 writes it. */
  private static String layer(String type, String config) {
    return "{\"class_name\": \"%s\", \"config\": %s, \"inbound_nodes\": [{\"args\": [{\"class_name\": \"__keras_tensor__\", \"config\": {\"keras_history\": [\"image\", 0, 0]}}], \"kwargs\": {}}]}"
        .formatted(type, config);
  }

  private void write(String config) throws IOException {
    Path weights = file.resolveSibling("weights.h5");
    try (WritableHdfFile hdf = HdfFile.write(weights)) {
      hdf.putGroup("layers");
    }
    try (OutputStream stream = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(stream)) {
      add(zip, "metadata.json", "{\"keras_version\": \"3.10.0\"}".getBytes(StandardCharsets.UTF_8));
      add(zip, "config.json", config.getBytes(StandardCharsets.UTF_8));
      add(zip, "model.weights.h5", Files.readAllBytes(weights));
    }
  }

  private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(content);
    zip.closeEntry();
  }
}
