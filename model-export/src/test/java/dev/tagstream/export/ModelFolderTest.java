package dev.tagstream.export;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.export.problem.ExportException;
import dev.tagstream.schemas.model.Contract;
import dev.tagstream.schemas.model.Label;
import dev.tagstream.schemas.model.PixelType;
import dev.tagstream.schemas.model.Resize;
import dev.tagstream.schemas.model.Resize.Filter;
import dev.tagstream.schemas.model.Resize.Rule;
import dev.tagstream.schemas.model.Size;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Folders as Hugging Face's transformers 5 and timm 1.0 save them. */
final class ModelFolderTest {

  private static final String TRANSFORMERS =
      """
      {"architectures": ["ResNetForImageClassification"], "model_type": "resnet",
       "depths": [2, 2, 2, 2], "layer_type": "basic", "hidden_act": "relu", "num_channels": 3,
       "downsample_in_bottleneck": false, "downsample_in_first_stage": false,
       "id2label": {"0": "a", "1": "b", "2": "c", "3": "d", "4": "e", "5": "f", "6": "g"}}\
      """;

  private static final String PREPROCESSOR =
      """
      {"image_processor_type": "ConvNextImageProcessor", "crop_pct": 0.875, "do_normalize": true,
       "do_rescale": true, "do_resize": true, "image_mean": [0.5, 0.4, 0.3], "resample": 3,
       "image_std": [0.2, 0.3, 0.4], "rescale_factor": 0.00392156862745098,
       "size": {"shortest_edge": 64}}\
      """;

  private static final String TIMM =
      """
      {"architecture": "resnet18", "num_classes": 10, "num_features": 512, "global_pool": "avg",
       "label_names": ["n01440764", "b", "c", "d", "e", "f", "g", "h", "i", "j"],
       "label_descriptions": {"n01440764": "tench"},
       "pretrained_cfg": {"tag": "a1_in1k", "input_size": [3, 224, 224], "crop_pct": 0.95,
         "test_input_size": [3, 288, 288], "test_crop_pct": 1.0, "crop_mode": "center",
         "interpolation": "bicubic", "mean": [0.5, 0.4, 0.3], "std": [0.2, 0.3, 0.4]}}\
      """;

  private final Path folder;
  private final Path out;

  ModelFolderTest(@TempDir Path temporary) throws IOException {
    this.folder = Files.createDirectory(temporary.resolve("my.net"));
    this.out = temporary.resolve("net.onnx");
  }

  @Test
  void aFolderOfTransformersGivesWeightsLabelsAndPreprocessing() throws IOException {
    GoldenNet net = transformers();

    Contract contract =
        ExportModel.export(ExportRequest.builder(folder, out).input(PixelType.FLOAT32).build());

    float[][] logits = OnnxRun.of(out, net.input(), GoldenNet.IMAGES, net.side());
    assertThat(OnnxRun.difference(logits, net.logits())).isLessThan(1e-4);
    assertThat(contract.name()).isEqualTo("my.net");
    assertThat(requireNonNull(contract.source()).file()).isEqualTo("model.safetensors");
    assertThat(contract.preprocessing().resize())
        .isEqualTo(new Resize(Rule.SHORTEST_SIDE, 73, 73, Filter.BICUBIC, true));
    assertThat(contract.preprocessing().crop()).isEqualTo(new Size(64, 64));
    assertThat(contract.preprocessing().mean()).containsExactly(0.5, 0.4, 0.3);
    assertThat(contract.preprocessing().std()).containsExactly(0.2, 0.3, 0.4);
    assertThat(InspectModel.inspect(out).labels().of(6)).isEqualTo(new Label("g", null));
  }

  @Test
  void aFolderOfTimmGivesWeightsLabelsAndPreprocessing() throws IOException {
    GoldenNet net = timm();

    Contract contract =
        ExportModel.export(
            ExportRequest.builder(folder, out)
                .input(PixelType.FLOAT32)
                .imageSize(net.side())
                .build());

    float[][] logits = OnnxRun.of(out, net.input(), GoldenNet.IMAGES, net.side());
    assertThat(OnnxRun.difference(logits, net.logits())).isLessThan(1e-4);
    assertThat(contract.preprocessing().resize())
        .isEqualTo(new Resize(Rule.SHORTEST_SIDE, 67, 67, Filter.BICUBIC, true));
    assertThat(InspectModel.inspect(out).labels().of(0)).isEqualTo(new Label("tench", "n01440764"));
  }

  @Test
  void timmsResizeIsRoundedDownAtTheUsualSize() throws IOException {
    timm();

    Contract contract = ExportModel.export(ExportRequest.of(folder, out));

    assertThat(contract.preprocessing().resize().height()).isEqualTo(235);
    assertThat(contract.preprocessing().crop()).isEqualTo(new Size(224, 224));
  }

  @Test
  void optionsGoBeforeTheFolder() throws IOException {
    transformers();
    Files.writeString(
        folder.resolve("preprocessor_config.json"), "{\"image_processor_type\": \"X\"}");
    Path labels = Files.writeString(folder.resolve("mine.txt"), "1\n2\n3\n4\n5\n6\nseven");

    Contract contract =
        ExportModel.export(
            ExportRequest.builder(folder, out)
                .preprocessing("tf")
                .labels(labels.toString())
                .name("mine")
                .build());

    assertThat(contract.name()).isEqualTo("mine");
    assertThat(contract.preprocessing().scale()).isEqualTo(1 / 127.5);
    assertThat(InspectModel.inspect(out).labels().of(6)).isEqualTo(new Label("seven", null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "relu|gelu|config.json: hidden_act must be relu but is \"gelu\"",
        "\"downsample_in_bottleneck\": false|\"downsample_in_bottleneck\": true"
            + "|config.json: downsample_in_bottleneck must be false but is true",
        "[2, 2, 2, 2]|[3, 4, 6, 3]|config.json: depths must be those of the weights, a resnet18,"
            + " but is [3,4,6,3]",
        "\"model_type\": \"resnet\"|\"model_type\": \"vit\""
            + "|config.json: model_type must be resnet, or the file must be of timm, but is"
            + " \"vit\"",
        ", \"6\": \"g\"||config.json: has 6 labels but FOLDER has 7 classes",
        "\"layer_type\"|\"problem_type\": \"multi_label_classification\", \"layer_type\""
            + "|config.json: problem_type is multi_label_classification; set --scores",
      })
  void refusesATransformersFolderThatSaysAnotherNetwork(String said, String other, String problem)
      throws IOException {
    transformers();
    Files.writeString(
        folder.resolve("config.json"), TRANSFORMERS.replace(said, other == null ? "" : other));

    refuses(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "ConvNextImage|EfficientNetImage|image_processor_type must be a known processor, such as"
            + " ConvNextImageProcessor, but is \"EfficientNetImageProcessor\"",
        "\"resample\": 3|\"resample\": 5|resample must be the number of a filter from 0 to 4 but"
            + " is 5",
        "\"crop_pct\": 0.875, ||crop_pct must be a number above 0 and at most 1.0 but is absent",
        "\"do_resize\": true|\"do_resize\": false|do_resize must be true but is false",
        "\"do_resize\": true|\"do_flip_channel_order\": true"
            + "|do_flip_channel_order must be false but is true",
        "[0.5, 0.4, 0.3]|[0.5]|image_mean must be 3 numbers but is [0.5]",
        "\"shortest_edge\": 64|\"longest_edge\": 64"
            + "|size must be a side in pixels from 1 to 8192 but is {\"longest_edge\":64}",
      })
  void refusesAPreprocessorThatIsNotCertain(String said, String other, String problem)
      throws IOException {
    transformers();
    Files.writeString(
        folder.resolve("preprocessor_config.json"),
        PREPROCESSOR.replace(said, other == null ? "" : other));

    refuses("preprocessor_config.json: " + problem + "; set --preprocessing");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"resnet18\"|\"resnet18d\"|architecture is resnet18d, which is not supported; adopt its"
            + " ONNX file with --onnx",
        "\"resnet18\"|\"resnet34.a1_in1k\"|architecture is resnet34 but the weights are of a"
            + " resnet18",
        "\"avg\"|\"max\"|global_pool must be avg but is \"max\"",
        "\"num_classes\": 10|\"num_classes\": 9|num_classes is 9 but the weights have 10 classes",
        "\"num_features\"|\"model_args\": {\"aa_layer\": \"blurpool\"}, \"num_features\""
            + "|model_args has aa_layer, which may change the network; it is not supported",
        "center|border|crop_mode must be center or squash but is \"border\"; set --preprocessing",
        ", \"j\"||has 9 labels but FOLDER has 10 classes",
      })
  void refusesATimmFolderThatSaysAnotherNetwork(String said, String other, String problem)
      throws IOException {
    timm();
    Files.writeString(
        folder.resolve("config.json"), TIMM.replace(said, other == null ? "" : other));

    refuses("config.json: " + problem);
  }

  @Test
  void refusesAFolderThatDoesNotSayHowImagesArePrepared() throws IOException {
    transformers();
    Files.delete(folder.resolve("preprocessor_config.json"));

    assertThatThrownBy(() -> ExportModel.export(ExportRequest.of(folder, out)))
        .hasMessage(folder + ": does not describe the preprocessing; set --preprocessing");
  }

  @Test
  void refusesAFolderWithoutAModel() {
    assertThatThrownBy(() -> ExportModel.export(ExportRequest.of(folder, out)))
        .isInstanceOf(ExportException.class)
        .hasMessage(
            folder + ": is a folder without config.json; give the file with the weights instead");
  }

  private GoldenNet transformers() throws IOException {
    GoldenNet net = GoldenNet.of("transformers18.safetensors");
    Files.copy(net.weights(), folder.resolve("model.safetensors"));
    Files.writeString(folder.resolve("config.json"), TRANSFORMERS);
    Files.writeString(folder.resolve("preprocessor_config.json"), PREPROCESSOR);
    return net;
  }

  private GoldenNet timm() throws IOException {
    GoldenNet net = GoldenNet.of("basic18.safetensors");
    Files.copy(net.weights(), folder.resolve("model.safetensors"));
    Files.writeString(folder.resolve("config.json"), TIMM);
    return net;
  }

  private void refuses(String problem) {
    assertThatThrownBy(() -> ExportModel.export(ExportRequest.of(folder, out)))
        .isInstanceOf(ExportException.class)
        .hasMessage(folder + "/" + problem.replace("FOLDER", folder.toString()));
    assertThat(out).doesNotExist();
  }
}
