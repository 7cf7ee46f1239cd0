package dev.tagstream.bench.frame;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Classifies threads by name.
 *
 * @param patterns the beginning of thread names, by kind; the first match counts
 */
public record ThreadKinds(Map<String, Pattern> patterns) {

  /** The kind of threads that match no pattern. */
  public static final String OTHERS = "other threads";

  /** All threads are of one kind. */
  public static final ThreadKinds NONE = new ThreadKinds(Map.of());

  public ThreadKinds {
    patterns = new LinkedHashMap<>(patterns);
  }

  String of(String threadName) {
    for (Map.Entry<String, Pattern> kind : patterns.entrySet()) {
      if (kind.getValue().matcher(threadName).lookingAt()) {
        return kind.getKey();
      }
    }
    return OTHERS;
  }
}
