package dev.tagstream.export.folder;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagstream.export.contract.JsonFile;
import dev.tagstream.export.contract.StatedContract;
import dev.tagstream.export.problem.ExportException;
import dev.tagstream.schemas.model.Label;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder with a model's weights, its {@code config.json} and, from Hugging Face, its {@code
 * preprocessor_config.json}.
 */
public final class ModelFolder {

  private static final String CONFIGURATION = "config.json";
  private static final String PREPROCESSOR = "preprocessor_config.json";

  /** The names of weight files, in the order in which libraries look for them. */
  private static final List<String> WEIGHTS = List.of("model.safetensors", "pytorch_model.bin");

  private final Path folder;
  private final PublishedNetwork network;

  private ModelFolder(Path folder) {
    this.folder = folder;
    Path file = folder.resolve(CONFIGURATION);
    if (!Files.isRegularFile(file)) {
      throw ExportException.in(
          folder, "is a folder without config.json; give the file with the weights instead");
    }
    JsonNode json = JsonFile.parse(file, JsonFile.text(file));
    this.network =
        TimmModel.isOne(json) ? new TimmModel(file, json) : new HuggingFaceModel(file, json);
  }

  /**
   * Reads a folder; null if the path is not a folder.
   *
   * @throws ExportException if the folder is not a model's
   */
  public static @Nullable ModelFolder of(Path path) {
    return Files.isDirectory(path) ? new ModelFolder(path) : null;
  }

  /** The default name of the model in results. */
  public String name() {
    return folder.toAbsolutePath().normalize().getFileName().toString();
  }

  /** The configuration file, for error messages. */
  public Path configuration() {
    return folder.resolve(CONFIGURATION);
  }

  /** The file with the weights. */
  public Path weights() {
    for (String name : WEIGHTS) {
      if (Files.isRegularFile(folder.resolve(name))) {
        return folder.resolve(name);
      }
    }
    throw ExportException.in(
        folder,
        "has neither %s among its files %s".formatted(String.join(" nor ", WEIGHTS), files()));
  }

  /** The preprocessing of images. */
  public StatedContract preprocessing() {
    Path preprocessor = folder.resolve(PREPROCESSOR);
    boolean isThere = Files.exists(preprocessor);
    if (network.saysPreprocessing() == isThere) {
      throw ExportException.in(
          folder,
          "%s; set --preprocessing"
              .formatted(
                  isThere
                      ? "describes the preprocessing twice, in both of its files"
                      : "does not describe the preprocessing"));
    }
    return StatedContract.parse((isThere ? preprocessor : configuration()).toString());
  }

  /** The labels of the classes; empty if it has none. */
  public List<Label> labels() {
    return network.labels();
  }

  /** Whether classes have independent scores, from a sigmoid. */
  public boolean isMultiLabel() {
    return network.isMultiLabel();
  }

  /**
   * Refuses weights of another network than the folder describes.
   *
   * @param architecture such as {@code resnet50}
   * @param layers of the architecture, such as 50
   * @param classes of the weights
   */
  public void refuseOther(String architecture, int layers, int classes) {
    network.refuseOther(architecture, layers, classes);
  }

  private List<String> files() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().limit(20).toList();
    } catch (IOException e) {
      throw ExportException.in(folder, "cannot be read: " + e.getMessage(), e);
    }
  }
}
