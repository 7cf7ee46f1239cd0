package dev.tagstream.cli.tag;

import static java.util.Objects.requireNonNull;

import dev.tagstream.cli.tag.input.Input;
import dev.tagstream.cli.tag.output.Answer;
import dev.tagstream.pipeline.Tagger;
import dev.tagstream.pipeline.record.RejectReason;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import org.jspecify.annotations.Nullable;

/**
 * Reads and tags images so that each has an answer. Safe for use by several threads.
 *
 * @param tagger of the model, not closed here
 */
record ImageTagger(Tagger tagger) {

  /** The reason of what is no image that can be read, so that it has none of the pipeline's. */
  static final String UNREADABLE = "UNREADABLE";

  /**
   * An image that was read, or its reject.
   *
   * @param encoded null where it was not read
   * @param rejected null where it was
   */
  record Read(Input image, byte @Nullable [] encoded, Answer.@Nullable Rejected rejected) {}

  /** The answer of what cannot be read. */
  static Answer.Rejected unreadable(String id, String detail) {
    return new Answer.Rejected(id, UNREADABLE, detail);
  }

  /** Reads an image, unless it is too large to be tagged. */
  Read read(Input image) {
    if (image.encodedBytes() > Tagger.MAX_ENCODED_BYTES) {
      return new Read(image, null, tooLarge(image));
    }
    try {
      return new Read(image, image.content().read(), null);
    } catch (ClosedByInterruptException | InterruptedIOException interrupted) {
      throw new UncheckedIOException(interrupted);
    } catch (IOException e) {
      return new Read(image, null, unreadable(image.id(), detail(e)));
    }
  }

  /** Tags an image that was read. */
  Answer tag(Read read) {
    String id = read.image().id();
    if (read.rejected() != null) {
      return read.rejected();
    }
    Tagger.Answer answer = tagger.tag(requireNonNull(read.encoded()));
    if (answer instanceof Tagger.Answer.Tagged tagged) {
      return new Answer.Tagged(id, tagged.tags());
    }
    Tagger.Answer.Rejected rejected = (Tagger.Answer.Rejected) answer;
    return new Answer.Rejected(id, rejected.reason().name(), rejected.detail());
  }

  private static Answer.Rejected tooLarge(Input image) {
    return new Answer.Rejected(
        image.id(),
        RejectReason.TOO_MANY_BYTES.name(),
        "%d bytes, but an image may have %d"
            .formatted(image.encodedBytes(), Tagger.MAX_ENCODED_BYTES));
  }

  private static String detail(IOException e) {
    return e instanceof AccessDeniedException
        ? "cannot be read; check its permissions"
        : "cannot be read: " + e.getMessage();
  }
}
