package dev.tagstream.export.contract;

import static java.util.Objects.requireNonNull;

import dev.tagstream.export.problem.ExportException;
import dev.tagstream.schemas.model.Label;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads the labels of a model in common formats: JSON ({@link LabelJson}), YAML ({@link
 * LabelYaml}), and text with one class a line, with or without its number ({@link LabelLines}).
 */
public final class LabelFile {

  /** The name of the built-in labels. */
  public static final String IMAGENET = "imagenet";

  /** Facts of ImageNet-1k: a line for each class, with the names that Keras gives them. */
  private static final String IMAGENET_RESOURCE = "imagenet-labels.txt";

  /** The longest line of text; a longer one is not a name, and patterns take long for it. */
  private static final int MAX_LINE = 2000;

  private LabelFile() {}

  /**
   * The labels in the order of the classes.
   *
   * @param imagenetOrFile {@code imagenet} for the 1000 built-in classes, otherwise a file
   * @throws ExportException if the file does not exist, or is not a label file
   */
  public static List<Label> named(String imagenetOrFile) {
    Path file = Path.of(imagenetOrFile);
    return imagenetOrFile.equals(IMAGENET)
        ? LabelLines.read(file, builtIn(IMAGENET_RESOURCE))
        : read(file);
  }

  private static String builtIn(String resource) {
    try (InputStream in = LabelFile.class.getResourceAsStream(resource)) {
      return new String(requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The labels of a file, in the order of the classes.
   *
   * @throws ExportException if it has none of these formats or a class has no name
   */
  public static List<Label> read(Path file) {
    String text = JsonFile.text(file);
    List<Label> read =
        switch (text.isBlank() ? ' ' : text.stripLeading().charAt(0)) {
          case '{', '[' -> LabelJson.read(file, JsonFile.parse(file, text));
          case ' ' -> List.of();
          default -> text(file, text);
        };
    if (read.isEmpty()) {
      throw ExportException.in(file, "has no labels");
    }
    return read;
  }

  private static List<Label> text(Path file, String text) {
    if (text.lines().anyMatch(line -> line.length() > MAX_LINE)) {
      throw ExportException.in(
          file,
          "has a line of more than %d characters, which cannot be a name".formatted(MAX_LINE));
    }
    return LabelYaml.isYaml(text) ? LabelYaml.read(file, text) : LabelLines.read(file, text);
  }

  /**
   * Refuses labels whose number differs from the number of classes.
   *
   * @throws ExportException that names both numbers
   */
  public static void check(String origin, List<Label> labels, Path model, int classes) {
    if (labels.size() != classes) {
      throw ExportException.in(
          Path.of(origin),
          "has %d labels but %s has %d classes".formatted(labels.size(), model, classes));
    }
  }
}
