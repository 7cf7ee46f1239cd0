package dev.tagstream.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Where answers are not what they must be. */
final class Differences {

  private Differences() {}

  /** A line for each event whose answer is missing, wrong, or more than one. */
  static List<String> between(Map<String, String> expected, Map<String, String> actual) {
    TreeSet<String> places = new TreeSet<>(expected.keySet());
    places.addAll(actual.keySet());
    List<String> differences = new ArrayList<>();
    for (String place : places) {
      String must = expected.getOrDefault(place, "nothing");
      String is = actual.getOrDefault(place, "nothing");
      if (!must.equals(is)) {
        differences.add("%s must be '%s' but is '%s'".formatted(place, must, is));
      }
    }
    return differences;
  }
}
