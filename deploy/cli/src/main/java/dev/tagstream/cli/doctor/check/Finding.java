package dev.tagstream.cli.doctor.check;

import org.jspecify.annotations.Nullable;

/**
 * A finding of a check.
 *
 * @param check the checked part, such as {@code java}
 * @param verdict of the check
 * @param message the finding, one line
 * @param remedy what to do; null if there is nothing to do
 */
public record Finding(String check, Verdict verdict, String message, @Nullable String remedy) {

  /** One line: the verdict, the check, the finding and the remedy. */
  public String line() {
    String found = "%-8s %-12s %s".formatted(verdict, check, message);
    return remedy == null ? found : found + "; " + remedy;
  }
}
