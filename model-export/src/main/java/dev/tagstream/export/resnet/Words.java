package dev.tagstream.export.resnet;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Splits identifiers into words. */
final class Words {

  private static final Pattern BETWEEN = Pattern.compile("[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])");

  private Words() {}

  /**
   * The words of a name in lower case: {@code val_acc.MulticlassAccuracy.tp} gives val, acc,
   * multiclass, accuracy, tp.
   */
  static List<String> of(String name) {
    return BETWEEN
        .splitAsStream(name)
        .filter(word -> !word.isEmpty())
        .map(word -> word.toLowerCase(Locale.ROOT))
        .toList();
  }
}
