package dev.tagstream.cli.tag;

import dev.tagstream.console.Console;
import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.record.ImageOutcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows the answers of a run. */
interface AnswerPage extends AutoCloseable {

  /** Shows nothing. */
  AnswerPage NONE =
      new AnswerPage() {
        @Override
        public byte @Nullable [] thumbnail(EncodedImage image, ImageOutcome outcome) {
          return null;
        }

        @Override
        public void add(Answered answered) {}

        @Override
        public void finish(List<String> notes, Console console) {}

        @Override
        public void close() {}
      };

  /**
   * A thumbnail of an image that has its answer, as a JPEG; null if it has none. Safe for use by
   * several threads.
   */
  byte @Nullable [] thumbnail(EncodedImage image, ImageOutcome outcome);

  /** Adds an answer; by one thread, like everything below. */
  void add(Answered answered);

  /**
   * Ends the page and says where it is.
   *
   * @param notes what a reader must know of it, a line each
   */
  void finish(List<String> notes, Console console);

  @Override
  void close();
}
