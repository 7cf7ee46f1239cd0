package dev.tagstream.schemas.model;

import java.io.Serializable;
import java.util.List;

/**
 * The labels of a model's classes, in the order of its output.
 *
 * @param classes one for each class; empty if the model has none
 */
public record Labels(List<Label> classes) implements Serializable {

  /** The labels of a model without labels. */
  public static final Labels NONE = new Labels(List.of());

  public Labels {
    classes = List.copyOf(classes);
  }

  /** The label of class {@code index}; its index in digits if the model has no labels. */
  public Label of(int index) {
    return classes.isEmpty() ? new Label(Integer.toString(index), null) : classes.get(index);
  }
}
