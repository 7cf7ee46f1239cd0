package dev.tagstream.cli.verify;

import dev.tagstream.cli.verify.VerifyReport.Omission;
import dev.tagstream.console.PictureFile;
import dev.tagstream.console.UserErrorException;
import dev.tagstream.pipeline.image.ImageLimits;
import dev.tagstream.pipeline.model.ModelFailedException;
import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.UnreadableImageException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Asks model and reference in turns, a round of pictures each; who was first in one round is second
 * in the next.
 */
final class Rounds {

  private final ModelTagger model;
  private final Tagger reference;
  private final Comparison comparison;
  private final ImageLimits limits;
  private final List<Omission> unreadable = new ArrayList<>();
  private final List<Omission> failed = new ArrayList<>();
  private int count;

  Rounds(ModelTagger model, Tagger reference, Comparison comparison, ImageLimits limits) {
    this.model = model;
    this.reference = reference;
    this.comparison = comparison;
    this.limits = limits;
  }

  /** A picture that both can be asked about. */
  private record Prepared(String id, Question model, Question reference) {}

  /**
   * Runs one round.
   *
   * @throws InterruptedException if this thread was interrupted
   */
  void run(List<PictureFile> files) throws IOException, InterruptedException {
    List<Prepared> pictures = new ArrayList<>();
    for (PictureFile file : files) {
      try {
        byte[] encoded = read(file);
        pictures.add(
            new Prepared(
                file.id(),
                model.prepare(file.id(), encoded),
                reference.prepare(file.id(), encoded)));
      } catch (UnreadableImageException e) {
        unreadable.add(new Omission(file.id(), e.reason() + ": " + e.detail()));
      }
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
    compare(pictures);
    count++;
  }

  private byte[] read(PictureFile file) throws IOException, UnreadableImageException {
    if (file.bytes() > limits.maxEncodedBytes()) {
      throw new UnreadableImageException(
          RejectReason.TOO_MANY_BYTES,
          "%d bytes, but an image may have %d".formatted(file.bytes(), limits.maxEncodedBytes()));
    }
    if (!Files.isReadable(file.path())) {
      throw new UserErrorException(file.path() + " cannot be read; check its permissions");
    }
    return Files.readAllBytes(file.path());
  }

  private void compare(List<Prepared> pictures) {
    Map<String, Answer> answers = new HashMap<>();
    Map<String, Answer> wanted = new HashMap<>();
    if (count % 2 == 0) {
      pictures.forEach(picture -> ask(picture.id(), picture.model(), answers));
      pictures.forEach(picture -> ask(picture.id(), picture.reference(), wanted));
    } else {
      pictures.forEach(picture -> ask(picture.id(), picture.reference(), wanted));
      pictures.forEach(picture -> ask(picture.id(), picture.model(), answers));
    }
    for (Prepared picture : pictures) {
      Answer answer = answers.get(picture.id());
      Answer expected = wanted.get(picture.id());
      if (answer != null && expected != null) {
        comparison.add(picture.id(), answer, expected);
      }
    }
  }

  private void ask(String id, Question question, Map<String, Answer> answers) {
    try {
      answers.put(id, question.ask());
    } catch (ModelFailedException e) {
      failed.add(new Omission(id, e.detail()));
    }
  }

  ModelTagger model() {
    return model;
  }

  Tagger reference() {
    return reference;
  }

  Comparison comparison() {
    return comparison;
  }

  /** Files that are no pictures that can be decoded. */
  List<Omission> unreadable() {
    return List.copyOf(unreadable);
  }

  /** Pictures that the model or the reference failed on. */
  List<Omission> failed() {
    return List.copyOf(failed);
  }

  int count() {
    return count;
  }
}
