package dev.tagstream.cli.verify;

import dev.tagstream.cli.verify.VerifyReport.Omission;
import dev.tagstream.console.ImageFile;
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
 * Runs the model and its reference over rounds of images. They take turns: the first of one round
 * is the second of the next.
 */
final class ModelTurns {

  private final ModelTagger model;
  private final TagSource reference;
  private final Comparison comparison;
  private final ImageLimits limits;
  private final ComparedImages viewer;
  private final List<Omission> unreadable = new ArrayList<>();
  private final List<Omission> failed = new ArrayList<>();
  private int count;

  ModelTurns(
      ModelTagger model,
      TagSource reference,
      Comparison comparison,
      ImageLimits limits,
      ComparedImages viewer) {
    this.viewer = viewer;
    this.model = model;
    this.reference = reference;
    this.comparison = comparison;
    this.limits = limits;
  }

  /** An image that is prepared for both sides. */
  private record Prepared(String id, Question model, Question reference) {}

  /**
   * Runs one round.
   *
   * @throws InterruptedException if this thread was interrupted
   */
  void run(List<ImageFile> files) throws IOException, InterruptedException {
    List<Prepared> images = new ArrayList<>();
    for (ImageFile file : files) {
      try {
        byte[] encoded = read(file);
        viewer.read(file.id(), encoded);
        images.add(
            new Prepared(
                file.id(),
                model.prepare(file.id(), encoded),
                reference.prepare(file.id(), encoded)));
      } catch (UnreadableImageException e) {
        unreadable.add(new Omission(file.id(), e.reason() + ": " + e.detail()));
        viewer.unreadable(file.id(), e);
      }
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
    compare(images);
    count++;
  }

  private byte[] read(ImageFile file) throws IOException, UnreadableImageException {
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

  private void compare(List<Prepared> images) {
    Map<String, Answer> answers = new HashMap<>();
    Map<String, Answer> wanted = new HashMap<>();
    if (count % 2 == 0) {
      images.forEach(image -> ask(image.id(), image.model(), answers));
      images.forEach(image -> ask(image.id(), image.reference(), wanted));
    } else {
      images.forEach(image -> ask(image.id(), image.reference(), wanted));
      images.forEach(image -> ask(image.id(), image.model(), answers));
    }
    for (Prepared image : images) {
      Answer answer = answers.get(image.id());
      Answer expected = wanted.get(image.id());
      if (answer != null && expected != null) {
        viewer.compared(image.id(), answer, expected, comparison.add(image.id(), answer, expected));
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

  TagSource reference() {
    return reference;
  }

  Comparison comparison() {
    return comparison;
  }

  /** The files that cannot be decoded. */
  List<Omission> unreadable() {
    return List.copyOf(unreadable);
  }

  /** The images that the model or the reference failed on. */
  List<Omission> failed() {
    return List.copyOf(failed);
  }

  int count() {
    return count;
  }
}
