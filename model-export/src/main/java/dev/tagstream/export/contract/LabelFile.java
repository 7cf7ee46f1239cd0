package dev.tagstream.export.contract;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagstream.export.problem.ExportException;
import dev.tagstream.schemas.model.Label;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the labels that come with a model: a class index as Keras has it, {@code {"0":
 * ["n01440764", "tench"], ...}}; a JSON array of names; or text with one name a line, which may
 * begin with a WordNet id.
 */
public final class LabelFile {

  private static final Pattern WNID_AND_NAME = Pattern.compile("(n\\d{8})\\s+(\\S.*)");

  /** The name of the labels that are built in. */
  public static final String IMAGENET = "imagenet";

  /** Facts of ImageNet-1k: a line for each class, with the names that Keras gives them. */
  private static final String IMAGENET_RESOURCE = "imagenet-labels.txt";

  private final Path file;

  private LabelFile(Path file) {
    this.file = file;
  }

  /**
   * The labels that a user names, in the order of the classes.
   *
   * @param imagenetOrFile {@code imagenet} for the 1000 classes that are built in; else a file
   * @throws ExportException if there is no such file, or it is no label file
   */
  public static List<Label> named(String imagenetOrFile) {
    Path file = Path.of(imagenetOrFile);
    return imagenetOrFile.equals(IMAGENET)
        ? new LabelFile(file).lines(builtIn(IMAGENET_RESOURCE).stripTrailing())
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
   * @throws ExportException if it is in none of these forms or a class has no name
   */
  public static List<Label> read(Path file) {
    String text = JsonFile.text(file);
    LabelFile labels = new LabelFile(file);
    List<Label> read =
        switch (text.isBlank() ? ' ' : text.stripLeading().charAt(0)) {
          case '{' -> labels.index(JsonFile.parse(file, text));
          case '[' -> labels.array(JsonFile.parse(file, text));
          default -> text.isBlank() ? List.of() : labels.lines(text.stripTrailing());
        };
    if (read.isEmpty()) {
      throw ExportException.in(file, "has no labels");
    }
    return read;
  }

  /**
   * Refuses labels that are not one for each class of a model.
   *
   * @throws ExportException that gives both numbers
   */
  public static void check(String origin, List<Label> labels, Path model, int classes) {
    if (labels.size() != classes) {
      throw ExportException.in(
          Path.of(origin),
          "has %d labels but %s has %d classes".formatted(labels.size(), model, classes));
    }
  }

  private List<Label> index(JsonNode json) {
    List<Label> labels = new ArrayList<>();
    for (int i = 0; i < json.size(); i++) {
      JsonNode entry = json.get(Integer.toString(i));
      if (entry == null) {
        throw ExportException.in(
            file, "has %d entries but none for class %d".formatted(json.size(), i));
      }
      labels.add(label(i, entry));
    }
    return labels;
  }

  private List<Label> array(JsonNode json) {
    List<Label> labels = new ArrayList<>();
    for (JsonNode entry : json) {
      labels.add(label(labels.size(), entry));
    }
    return labels;
  }

  private Label label(int number, JsonNode entry) {
    if (entry.isTextual() && !entry.asText().isBlank()) {
      return new Label(entry.asText().strip(), null);
    }
    if (entry.size() == 2 && entry.path(0).isTextual() && entry.path(1).isTextual()) {
      return new Label(entry.path(1).asText(), entry.path(0).asText());
    }
    if (entry.path("name").isTextual()) {
      return new Label(entry.path("name").asText(), entry.path("wnid").asText(null));
    }
    throw ExportException.in(
        file, "class %d must be a name or [\"wnid\", \"name\"] but is %s".formatted(number, entry));
  }

  private List<Label> lines(String text) {
    List<Label> labels = new ArrayList<>();
    for (String line : text.lines().map(String::strip).toList()) {
      if (line.isEmpty()) {
        throw ExportException.in(
            file, "line %d is empty; each line names a class".formatted(labels.size() + 1));
      }
      Matcher matcher = WNID_AND_NAME.matcher(line);
      labels.add(
          matcher.matches()
              ? new Label(matcher.group(2), matcher.group(1))
              : new Label(line, null));
    }
    return labels;
  }
}
