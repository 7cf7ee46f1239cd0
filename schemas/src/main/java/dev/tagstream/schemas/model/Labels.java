package dev.tagstream.schemas.model;

import java.io.Serializable;
import java.util.List;

/**
 * The names of a model's classes, in the order of its output.
 *
 * @param classes one for each class; empty where the model names none
 */
public record Labels(List<Label> classes) implements Serializable {

  /** Of a model that names no classes. */
  public static final Labels NONE = new Labels(List.of());

  public Labels {
    classes = List.copyOf(classes);
  }

  /** What class {@code index} is called; its index in digits where the model names none. */
  public Label of(int index) {
    return classes.isEmpty() ? new Label(Integer.toString(index), null) : classes.get(index);
  }
}
