package dev.tagstream.pipeline.objects.result;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tagstream.pipeline.outcome.OutcomeJson;
import dev.tagstream.pipeline.outcome.OutcomeRecords;
import dev.tagstream.pipeline.record.ImageOutcome;
import org.apache.flink.api.common.serialization.Encoder;

/** Outcomes as JSON, an object in each line. */
final class JsonLines {

  private JsonLines() {}

  static <T extends ImageOutcome> Encoder<T> encoder() {
    return (outcome, stream) ->
        stream.write((OutcomeJson.line(OutcomeRecords.of(outcome)) + "\n").getBytes(UTF_8));
  }
}
