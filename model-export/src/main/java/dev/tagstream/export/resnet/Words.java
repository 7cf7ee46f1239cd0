package dev.tagstream.export.resnet;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The words that names in programs are made of. */
final class Words {

  private Words() {}

  /** Those of {@code val_acc.MulticlassAccuracy.tp}: val, acc, multiclass, accuracy, tp. */
  static List<String> of(String name) {
    return Arrays.stream(name.split("[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])"))
        .filter(word -> !word.isEmpty())
        .map(word -> word.toLowerCase(Locale.ROOT))
        .toList();
  }
}
