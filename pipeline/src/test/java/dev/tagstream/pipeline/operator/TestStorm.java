package dev.tagstream.pipeline.operator;

import dev.tagstream.pipeline.storm.StormLimits;
import dev.tagstream.pipeline.storm.StormLimits.Answer;
import java.time.Duration;

/** When tests of other things take rejects for a storm. */
public final class TestStorm {

  /** More than half in a minute, told in log and metrics. */
  public static final StormLimits LIMITS =
      new StormLimits(0.5f, Duration.ofMinutes(1), 100, Answer.LOG);

  private TestStorm() {}
}
