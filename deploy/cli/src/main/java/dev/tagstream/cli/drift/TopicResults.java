package dev.tagstream.cli.drift;

import dev.tagstream.cli.results.Outcome;
import dev.tagstream.cli.results.ReadOutcomes;
import dev.tagstream.pipeline.config.FormatConfig;
import dev.tagstream.pipeline.kafka.KafkaConnection;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads results from their topic, as far as it goes now.
 *
 * @param topic the topic of results
 * @param formats of the job that writes the topic
 * @param since when the first of them was written; null for all
 */
record TopicResults(
    KafkaConnection connection, String topic, FormatConfig formats, @Nullable Instant since)
    implements ResultSource {

  @Override
  public void read(Predicate<BestTag> results) throws InterruptedException {
    AtomicBoolean enough = new AtomicBoolean();
    try (ReadOutcomes outcomes = ReadOutcomes.ofTags(connection, topic, formats)) {
      if (since != null) {
        outcomes.startAt(since);
      }
      outcomes.readToEnd(
          outcome -> {
            if (!enough.get() && outcome instanceof Outcome.Result result) {
              enough.set(!results.test(BestTag.of(result.avro())));
            }
          },
          enough::get);
    }
  }

  @Override
  public String place() {
    return topic;
  }
}
