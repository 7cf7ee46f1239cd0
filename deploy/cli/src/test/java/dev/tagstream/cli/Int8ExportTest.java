package dev.tagstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.cli.option.JobOptions;
import dev.tagstream.console.ImageFile;
import dev.tagstream.console.ImageFolder;
import dev.tagstream.export.InspectModel;
import dev.tagstream.pipeline.model.session.ModelFile;
import dev.tagstream.schemas.model.Contract;
import dev.tagstream.schemas.model.Precision;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** {@code export --precision int8} with the bundled model and images. */
final class Int8ExportTest {

  private final Path model = Checkout.path().resolve("deploy/cli/demo/model/fashion-resnet50.onnx");
  private final Path preprocessing =
      Checkout.path().resolve("model-export/training/preprocessing.json");
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  @Test
  void anInt8ModelAgreesOnImagesThatDidNotCalibrateIt() throws IOException {
    Path calibration = Files.createDirectory(folder.resolve("calibration"));
    Path others = Files.createDirectory(folder.resolve("others"));
    List<ImageFile> images =
        ImageFolder.list(Checkout.path().resolve("deploy/cli/demo/images")).stream()
            .filter(file -> !file.id().startsWith("broken/"))
            .toList();
    for (int i = 0; i < images.size(); i++) {
      Path target = i % 6 == 0 ? calibration : others;
      Files.copy(images.get(i).path(), target.resolve(i + ".png"));
    }
    Files.writeString(calibration.resolve("notes.txt"), "no image");
    Path int8 = folder.resolve("int8.onnx");

    assertThat(export("--calibration", calibration, "--calibration-images", 101, "--out", int8))
        .isZero();

    assertThat(InspectModel.inspect(int8).contract())
        .extracting(Contract::precision)
        .isEqualTo(Precision.INT8);
    // what the job goes by is that of the float32 model, but for labels, which were not given,
    // golden images and reference
    assertThat(ModelFile.read(int8))
        .usingRecursiveComparison()
        .ignoringFields(
            "sha256", "description.labels", "description.golden", "description.reference")
        .ignoringFieldsMatchingRegexes(
            "description\\.contract\\.(architecture|parameters|precision|source)")
        .isEqualTo(ModelFile.read(model));
    assertThat(err.toString())
        .contains(
            "prepared 100 images of %s; 1 files were skipped because they are not images"
                .formatted(calibration),
            "estimated agreement with float32: ",
            " of 25, 95 % interval ",
            "on images held back from calibration");
    assertHasTheTagsOfTheJob(int8, calibration);
    assertThat(execute(List.of("verify", int8, "--reference", model, "--images", others)))
        .as(out.toString())
        .isZero();
    assertThat(out.toString()).contains("compared             500 of 500 files");
    assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
  }

  /** The reference in a model's file is what its own tags of the same images would be. */
  private void assertHasTheTagsOfTheJob(Path exported, Path images) {
    Path tags = folder.resolve("tags.jsonl");
    assertThat(execute(List.of("tag", images, "--model", exported, "--to", tags))).isZero();
    StringWriter report = new StringWriter();
    assertThat(
            Tagstream.commandLine(new Interruption())
                .setOut(new PrintWriter(report))
                .execute(
                    "drift",
                    "--reference",
                    exported.toString(),
                    "--results",
                    tags.toString(),
                    "--json"))
        .isZero();
    assertThat(report.toString())
        .contains("\"images\" : 100", "\"referenceImages\" : 100", "\"psi\" : 0.0,");
  }

  @Test
  void refusesTooFewImages() throws IOException {
    Path few = Files.createDirectory(folder.resolve("few"));
    Files.writeString(few.resolve("notes.txt"), "no image");

    assertThat(export("--calibration", few, "--out", folder.resolve("int8.onnx"))).isEqualTo(2);

    assertThat(err)
        .hasToString(
            "tagstream export: %s: calibration needs at least 10 images but the folder has 0, and 1 other files; name a folder of images like those that the model will see%n"
                .formatted(few));
    assertThat(folder).isDirectoryNotContaining("glob:**.onnx");
  }

  @Test
  void needsAFolderOfImages() {
    assertThat(export("--out", "int8.onnx")).isEqualTo(2);
    assertThat(err)
        .hasToString(
            "tagstream export: --precision int8 needs --calibration, a folder of images like those that the model will see%n"
                .formatted());
  }

  @ParameterizedTest
  @CsvSource({"9", "1001"})
  void refusesANumberOfImagesThatCannotBe(int count) {
    assertThat(export("--calibration", folder, "--calibration-images", count, "--out", "x.onnx"))
        .isEqualTo(2);
    assertThat(err)
        .hasToString(
            "tagstream export: --calibration-images must be from 10 to 1000 but was %d%n"
                .formatted(count));
  }

  @Test
  void theNumberOfImagesNeedsAFolder() {
    assertThat(
            execute(
                List.of(
                    "export", "--weights", "a", "--calibration-images", "20", "--out", "x.onnx")))
        .isEqualTo(2);
    assertThat(err)
        .hasToString(
            "tagstream export: --calibration-images needs --calibration, a folder of images%n"
                .formatted());
  }

  private int export(Object... arguments) {
    List<Object> all = new ArrayList<>(List.of("export", "--onnx", model));
    all.addAll(List.of("--preprocessing", preprocessing, "--precision", "int8"));
    all.addAll(List.of(arguments));
    return execute(all);
  }

  private int execute(List<?> arguments) {
    CommandLine tagstream = Tagstream.commandLine(new Interruption());
    tagstream.setOut(new PrintWriter(out));
    tagstream.setErr(new PrintWriter(err));
    String[] texts = arguments.stream().map(String::valueOf).toArray(String[]::new);
    return tagstream.execute(JobOptions.asDefinitions(texts));
  }
}
