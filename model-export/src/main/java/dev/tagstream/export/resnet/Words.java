package dev.tagstream.export.resnet;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The words that names in programs are made of. */
final class Words {

  private static final Pattern BETWEEN = Pattern.compile("[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])");

  private Words() {}

  /** Those of {@code val_acc.MulticlassAccuracy.tp}: val, acc, multiclass, accuracy, tp. */
  static List<String> of(String name) {
    return BETWEEN
        .splitAsStream(name)
        .filter(word -> !word.isEmpty())
        .map(word -> word.toLowerCase(Locale.ROOT))
        .toList();
  }
}
