package dev.tagstream.bench.frame;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Tells from a thread's name what it does.
 *
 * @param patterns a name for each kind and what the names of its threads begin with; the first that
 *     fits counts
 */
public record ThreadKinds(Map<String, Pattern> patterns) {

  /** Threads of no kind that was named. */
  public static final String OTHERS = "other threads";

  /** Nothing is told apart. */
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
