package dev.tagstream.pipeline.model;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The names of a model's classes, in the order of its output.
 *
 * @param classes one for each class; empty where the model names none
 */
public record Labels(List<Label> classes) implements Serializable {

  /**
   * The name of one class.
   *
   * @param name for people
   * @param wnid the WordNet id, such as {@code n02123045}; null where there is none
   */
  public record Label(String name, @Nullable String wnid) implements Serializable {}

  public Labels {
    classes = List.copyOf(classes);
  }

  /** What class {@code index} is called; its index in digits where the model names none. */
  public Label of(int index) {
    return classes.isEmpty() ? new Label(Integer.toString(index), null) : classes.get(index);
  }
}
