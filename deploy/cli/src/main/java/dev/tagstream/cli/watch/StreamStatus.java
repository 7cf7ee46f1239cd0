package dev.tagstream.cli.watch;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagstream.pipeline.kafka.GroupProgress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a job has done of a topic, how fast, and how long the rest takes.
 *
 * @param topic of images
 * @param progress of the job's group; null if the broker does not tell
 * @param imagesPerSecond answered in the minute before the latest result
 */
record StreamStatus(String topic, @Nullable GroupProgress progress, double imagesPerSecond) {

  private static final double PERCENT = 100;

  private static final JsonMapper JSON = new JsonMapper();

  /** One line for each figure. */
  List<String> lines() {
    String rate =
        String.format(
            Locale.ROOT, "%.1f images/s in the minute before the latest result", imagesPerSecond);
    if (progress == null) {
      return List.of(
          "progress   unknown: the broker does not tell how far the job has read " + topic,
          "rate       " + rate);
    }
    return List.of(
        String.format(
            Locale.ROOT,
            "progress   %,d of %,d records of %s (%.1f %%)",
            progress.read(),
            progress.records(),
            topic,
            progress.records() == 0 ? PERCENT : PERCENT * progress.read() / progress.records()),
        String.format(Locale.ROOT, "lag        %,d records", progress.lag()),
        "rate       " + rate,
        "time left  " + timeLeftText());
  }

  /** The same as a JSON object on one line; what is unknown is null. */
  String json() {
    ObjectNode node = JSON.createObjectNode();
    node.put("topic", topic);
    node.put("records", progress == null ? null : (Long) progress.records());
    node.put("lag", progress == null ? null : (Long) progress.lag());
    node.put("imagesPerSecond", imagesPerSecond);
    Duration left = timeLeft();
    node.put("secondsLeft", left == null ? null : (Long) left.toSeconds());
    return node.toString();
  }

  /** Until the lag is 0 if no more images arrive; null if it is unknown. */
  private @Nullable Duration timeLeft() {
    if (progress == null) {
      return null;
    }
    if (progress.lag() == 0) {
      return Duration.ZERO;
    }
    return imagesPerSecond == 0
        ? null
        : Duration.ofSeconds((long) Math.ceil(progress.lag() / imagesPerSecond));
  }

  private String timeLeftText() {
    Duration left = timeLeft();
    if (left == null) {
      return "unknown: no image was answered in the last 3 minutes";
    }
    return left.isZero() ? "none: the job has caught up" : rounded(left) + " if no images arrive";
  }

  /** The two largest units. */
  static String rounded(Duration time) {
    if (time.toDays() > 0) {
      return "%d d %d h".formatted(time.toDays(), time.toHoursPart());
    }
    if (time.toHours() > 0) {
      return "%d h %d min".formatted(time.toHours(), time.toMinutesPart());
    }
    if (time.toMinutes() > 0) {
      return "%d min %d s".formatted(time.toMinutes(), time.toSecondsPart());
    }
    return "%d s".formatted(time.toSeconds());
  }
}
