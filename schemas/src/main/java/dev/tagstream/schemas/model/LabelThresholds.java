package dev.tagstream.schemas.model;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The thresholds of some classes, by label, in a user's file: {@code {"cat": 0.35, "dog": 0.6}}.
 */
public final class LabelThresholds implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final int AMBIGUOUS = -1;

  private final String file;
  private final LinkedHashMap<String, Double> thresholds;

  private LabelThresholds(String file, Map<String, Double> thresholds) {
    this.file = file;
    this.thresholds = new LinkedHashMap<>(thresholds);
  }

  /**
   * Reads a file.
   *
   * @throws InvalidContractException if it is not a JSON object of numbers from 0 to 1, or is empty
   */
  public static LabelThresholds read(Path file) {
    JsonFields fields = JsonFields.read(file);
    Map<String, Double> thresholds = new LinkedHashMap<>();
    for (String label : fields.names()) {
      double threshold = fields.number(label);
      if (!OutputSpec.isThreshold(threshold)) {
        throw fields.wrong(label, "must be from 0 to 1");
      }
      thresholds.put(label, threshold);
    }
    if (thresholds.isEmpty()) {
      throw new InvalidContractException(file + ": has no thresholds");
    }
    return new LabelThresholds(file.toString(), thresholds);
  }

  /**
   * The thresholds of all classes of an output: these, and the output's own for every other class.
   *
   * @throws InvalidContractException if no class, or more than one, has one of these labels
   */
  public List<Double> over(OutputSpec output, Labels labels) {
    Map<String, Integer> classes = classes(output.classes(), labels);
    List<Double> all = new ArrayList<>(output.classes());
    for (int index = 0; index < output.classes(); index++) {
      all.add(output.threshold(index));
    }
    thresholds.forEach((label, threshold) -> all.set(classOf(label, classes), threshold));
    return all;
  }

  private int classOf(String label, Map<String, Integer> classes) {
    Integer index = classes.get(label);
    if (index == null) {
      throw new InvalidContractException(
          "%s: the model has no label '%s'; spell it as the model does".formatted(file, label));
    }
    if (index == AMBIGUOUS) {
      throw new InvalidContractException(
          "%s: several classes of the model have the label '%s'; give each its own label"
              .formatted(file, label));
    }
    return index;
  }

  private static Map<String, Integer> classes(int count, Labels labels) {
    Map<String, Integer> classes = new HashMap<>();
    for (int index = 0; index < count; index++) {
      classes.merge(labels.of(index).name(), index, (first, second) -> AMBIGUOUS);
    }
    return classes;
  }
}
