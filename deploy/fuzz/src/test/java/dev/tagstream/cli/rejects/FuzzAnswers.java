package dev.tagstream.cli.rejects;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tagstream.cli.results.Outcome;
import dev.tagstream.cli.results.OutcomeText;
import dev.tagstream.cli.results.SourcePlace;
import dev.tagstream.console.Console;
import dev.tagstream.console.Terminal;
import dev.tagstream.fuzz.Message;
import dev.tagstream.pipeline.config.FormatConfig;
import dev.tagstream.schemas.ImageTags;
import dev.tagstream.schemas.RejectReason;
import dev.tagstream.schemas.RejectedImage;
import dev.tagstream.schemas.codec.MalformedMessageException;
import dev.tagstream.schemas.codec.SingleObjectDecoder;
import dev.tagstream.schemas.codec.UnknownSchemaException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.Arrays;
import java.util.EnumSet;
import org.apache.flink.configuration.Configuration;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What the commands read from the topics of results, rejects and replays. The first byte says
 * which: r for a result, j for a reject; anything else is a note of a replay.
 */
public final class FuzzAnswers {

  private static final SingleObjectDecoder<ImageTags> RESULTS =
      SingleObjectDecoder.of(ImageTags.class);

  private static final PrintWriter NOWHERE = new PrintWriter(Writer.nullWriter());

  private static final ReadRejects REJECTS =
      new ReadRejects(
          new RejectSelection(EnumSet.allOf(RejectReason.class), null),
          FormatConfig.of(new Configuration()),
          new Console(NOWHERE, NOWHERE, Terminal.PLAIN));

  private FuzzAnswers() {}

  public static void fuzzerTestOneInput(byte[] input) {
    byte[] body = Arrays.copyOfRange(input, Math.min(1, input.length), input.length);
    switch (input.length == 0 ? 0 : input[0]) {
      case 'r' -> result(Message.of(ImageTags.getClassSchema(), body));
      case 'j' -> reject(Message.of(RejectedImage.getClassSchema(), body));
      default -> note(new String(body, UTF_8));
    }
  }

  private static void result(byte[] message) {
    try {
      show(new Outcome.Result(RESULTS.decode(message)));
    } catch (MalformedMessageException | UnknownSchemaException refused) {
      // as it should be
    }
  }

  private static void reject(byte[] message) {
    REJECTS
        .read(new ConsumerRecord<>("image-rejects", 0, 7, null, message))
        .ifPresent(
            reject -> {
              if (!SourcePlace.isObject(reject.avro())) {
                ReplayEvent.origin(reject);
              }
              ReplayJson.line(ReplayedReject.putBack(reject, "image-events-0@9"));
              show(new Outcome.Reject(reject.avro()));
            });
  }

  private static void show(Outcome outcome) {
    String shown = OutcomeText.line(outcome) + outcome.json();
    if (shown.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalStateException("not one line: " + shown);
    }
  }

  private static void note(String text) {
    OffsetRanges ranges;
    try {
      ranges = OffsetRanges.parse(text);
    } catch (IllegalArgumentException refused) {
      return;
    }
    if (!OffsetRanges.parse(ranges.toString()).equals(ranges)) {
      throw new IllegalStateException("read back as others: " + ranges);
    }
  }
}
