package dev.tagstream.cli.tag;

import static java.util.Objects.requireNonNull;

import dev.tagstream.cli.tag.input.Input;
import dev.tagstream.pipeline.Tagger;
import dev.tagstream.pipeline.objects.read.ReadImage;
import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.record.ImageOutcome;
import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.Stage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;

/**
 * Reads and tags images so that each has an answer. Safe for use by several threads.
 *
 * @param tagger of the model; the caller closes it
 * @param page makes thumbnails; the caller closes it
 */
record ImageTagger(Tagger tagger, AnswerPage page) {

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

  /** Tags images that were read; a reject stays a reject. */
  List<Answered> tag(List<ReadImage> read) {
    List<EncodedImage> images =
        read.stream().map(ReadImage::image).filter(Objects::nonNull).toList();
    Iterator<ImageOutcome> outcomes = tagger.tag(images).iterator();
    return read.stream().map(each -> answer(each, outcomes)).toList();
  }

  private Answered answer(ReadImage read, Iterator<ImageOutcome> outcomes) {
    EncodedImage image = read.image();
    if (image == null) {
      return new Answered(requireNonNull(read.rejected()), null);
    }
    ImageOutcome outcome = outcomes.next();
    return new Answered(outcome, page.thumbnail(image, outcome));
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
