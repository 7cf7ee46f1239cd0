package dev.tagstream.cli.results;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** Orders outcomes by id, by Unicode code points; outcomes without an id come last. */
public final class ById implements Comparator<Outcome> {

  @Override
  public int compare(Outcome left, Outcome right) {
    return compareIds(left.id(), right.id());
  }

  private static int compareIds(@Nullable String left, @Nullable String right) {
    if (left == null || right == null) {
      return Boolean.compare(left == null, right == null);
    }
    int length = Math.min(left.length(), right.length());
    for (int i = 0; i < length; i++) {
      if (left.charAt(i) != right.charAt(i)) {
        return compareDifferent(left.charAt(i), right.charAt(i));
      }
    }
    return Integer.compare(left.length(), right.length());
  }

  /**
   * Compares different chars. A surrogate belongs to a code point above all that fit into one char.
   */
  private static int compareDifferent(char left, char right) {
    boolean leftIsHalf = Character.isSurrogate(left);
    boolean rightIsHalf = Character.isSurrogate(right);
    return leftIsHalf == rightIsHalf
        ? Character.compare(left, right)
        : Boolean.compare(leftIsHalf, rightIsHalf);
  }
}
