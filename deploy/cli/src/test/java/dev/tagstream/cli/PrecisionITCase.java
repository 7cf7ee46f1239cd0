package dev.tagstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tagstream.pipeline.model.session.ModelFile;
import dev.tagstream.schemas.model.Label;
import dev.tagstream.schemas.model.Labels;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Trained third-party weights in every form of the graph, against tags made elsewhere. */
@Timeout(60)
final class PrecisionITCase {

  private static final int PHOTOS = 20;
  private static final int SURE_PHOTOS = 11;

  private final Path data = Checkout.sharedData();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pth --input uint8",
        "pth --input float32",
        "pth --precision float16",
        "safetensors --input uint8",
        "safetensors --input float32",
        "safetensors --precision float16",
        "onnx --preprocessing torchvision --precision float16"
      })
  void tagsEveryPhotoAsTheReferenceDoes(String form) throws Exception {
    Path model = export(form.split(" "));

    JsonNode figures = verify(model, "--min-agreement", "100").path("figures");

    assertThat(figures.at("/agreement/agreeing").asInt()).isEqualTo(PHOTOS);
    assertThat(figures.at("/agreement/images").asInt()).isEqualTo(PHOTOS);
    assertHasTheLabelsOfTheReference(model);
  }

  @ParameterizedTest
  @ValueSource(strings = {"pth", "safetensors"})
  void tagsInInt8ThePhotosThatTheReferenceIsSureOf(String format) throws Exception {
    Path photos = data.resolve("photos");
    Path model = export(format, "--precision", "int8", "--calibration", photos.toString());

    JsonNode figures =
        verify(model, "--min-agreement", "0", "--min-sure-agreement", "100").path("figures");

    assertThat(figures.at("/sureAgreement/agreeing").asInt()).isEqualTo(SURE_PHOTOS);
    assertThat(figures.at("/sureAgreement/images").asInt()).isEqualTo(SURE_PHOTOS);
    assertHasTheLabelsOfTheReference(model);
  }

  /** Exports the trained ResNet-18 of this format with these options. */
  private Path export(String... formatAndOptions) {
    String format = formatAndOptions[0];
    Path model = folder.resolve("model.onnx");
    List<String> arguments = new ArrayList<>(List.of("export"));
    arguments.add(format.equals("onnx") ? "--onnx" : "--weights");
    arguments.add(data.resolve("models/resnet18-imagenet." + format).toString());
    arguments.addAll(List.of("--labels", "imagenet", "--out", model.toString()));
    arguments.addAll(List.of(formatAndOptions).subList(1, formatAndOptions.length));
    assertThat(execute(arguments)).as(err.toString()).isZero();
    return model;
  }

  private JsonNode verify(Path model, String... thresholds) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("verify", model.toString(), "--json"));
    arguments.addAll(List.of("--reference", reference().toString(), "--images", data.toString()));
    arguments.addAll(List.of(thresholds));
    out.getBuffer().setLength(0);
    assertThat(execute(arguments)).as(out + err.toString()).isZero();
    return new JsonMapper().readTree(out.toString());
  }

  private Path reference() {
    return data.resolve("expected-resnet18.json");
  }

  /** Agreeing on the index is agreeing on the WordNet id where the model's labels are these. */
  private void assertHasTheLabelsOfTheReference(Path model) throws Exception {
    Labels labels = ModelFile.read(model).labels();
    for (JsonNode photo : new JsonMapper().readTree(reference().toFile())) {
      for (JsonNode tag : photo.path("top5")) {
        assertThat(labels.of(tag.path("index").intValue()))
            .isEqualTo(new Label(tag.path("label").textValue(), tag.path("wnid").textValue()));
      }
    }
  }

  private int execute(List<String> arguments) {
    CommandLine tagstream = Tagstream.commandLine(new Interruption());
    tagstream.setOut(new PrintWriter(out));
    tagstream.setErr(new PrintWriter(err));
    return tagstream.execute(arguments.toArray(String[]::new));
  }
}
