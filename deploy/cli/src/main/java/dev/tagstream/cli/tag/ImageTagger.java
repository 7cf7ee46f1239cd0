package dev.tagstream.cli.tag;

import static java.util.Objects.requireNonNull;

import dev.tagstream.cli.tag.input.Input;
import dev.tagstream.pipeline.Tagger;
import dev.tagstream.pipeline.objects.read.ReadImage;
import dev.tagstream.pipeline.record.ImageOutcome;
import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.Stage;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Reads and tags images so that each has an answer. Safe for use by several threads.
 *
 * @param tagger of the model; the caller closes it
 */
record ImageTagger(Tagger tagger) {

  /** Reads an image; rejects one that is too large without reading it. */
  static ReadImage read(Input image) {
    if (image.encodedBytes() > Tagger.MAX_ENCODED_BYTES) {
      return new ReadImage(null, tooLarge(image));
    }
    try {
      return image.content().read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Tags an image that was read; a reject stays a reject. */
  ImageOutcome tag(ReadImage read) {
    return read.image() == null ? requireNonNull(read.rejected()) : tagger.tag(read.image());
  }

  private static RejectedImage tooLarge(Input image) {
    return new RejectedImage(
        image.source(),
        image.id(),
        RejectReason.TOO_MANY_BYTES,
        Stage.READ,
        "%d bytes, but an image may have %d"
            .formatted(image.encodedBytes(), Tagger.MAX_ENCODED_BYTES));
  }
}
