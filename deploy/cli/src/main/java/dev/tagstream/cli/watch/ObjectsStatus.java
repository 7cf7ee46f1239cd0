package dev.tagstream.cli.watch;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * How far a job has read its objects, and how long the rest takes.
 *
 * @param job its name
 * @param objects listed so far
 * @param bytes their size
 * @param bytesLeft the size of what is not read
 * @param isComplete whether every object is listed; otherwise there is more to read
 * @param secondsLeft NaN if unknown
 */
record ObjectsStatus(
    String job, long objects, long bytes, long bytesLeft, boolean isComplete, double secondsLeft) {

  private static final double PERCENT = 100;
  private static final double MEGABYTE = 1e6;

  private static final JsonMapper JSON = new JsonMapper();

  /** One line for each figure. */
  List<String> lines() {
    double read = bytes - (double) bytesLeft;
    return List.of(
        "job        " + job,
        String.format(
            Locale.ROOT,
            "progress   %,.1f of %s%,.1f MB in %,d objects (%.1f %%)",
            read / MEGABYTE,
            atLeast(),
            bytes / MEGABYTE,
            objects,
            bytes == 0 ? PERCENT : PERCENT * read / bytes),
        "time left  " + timeLeft());
  }

  private String timeLeft() {
    if (Double.isNaN(secondsLeft)) {
      return "unknown: nothing was read since the job started or restarted";
    }
    return atLeast() + StreamStatus.rounded(Duration.ofSeconds((long) Math.ceil(secondsLeft)));
  }

  private String atLeast() {
    return isComplete ? "" : "at least ";
  }

  /** The same as a JSON object on one line; what is unknown is null. */
  String json() {
    ObjectNode node = JSON.createObjectNode();
    node.put("job", job);
    node.put("objects", objects);
    node.put("bytes", bytes);
    node.put("bytesLeft", bytesLeft);
    node.put("allListed", isComplete);
    node.put(
        "secondsLeft", Double.isNaN(secondsLeft) ? null : (Long) (long) Math.ceil(secondsLeft));
    return node.toString();
  }
}
