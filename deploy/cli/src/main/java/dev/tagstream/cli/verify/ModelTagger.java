package dev.tagstream.cli.verify;

import dev.tagstream.console.UserErrorException;
import dev.tagstream.pipeline.image.ImageDecoder;
import dev.tagstream.pipeline.image.ImageLimits;
import dev.tagstream.pipeline.image.PixelNormalizer;
import dev.tagstream.pipeline.model.ModelContract;
import dev.tagstream.pipeline.model.ModelFailedException;
import dev.tagstream.pipeline.model.ModelInput;
import dev.tagstream.pipeline.model.ModelOutput;
import dev.tagstream.pipeline.model.TagModel;
import dev.tagstream.pipeline.model.session.DeviceRequest;
import dev.tagstream.pipeline.model.session.SessionRegistry;
import dev.tagstream.pipeline.record.PixelImage;
import dev.tagstream.pipeline.record.UnreadableImageException;
import dev.tagstream.schemas.model.InputSpec;
import dev.tagstream.schemas.model.Label;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Runs a model file on the CPU with the job's decoder and session, one image at a time. */
final class ModelTagger implements TagSource {

  private static final double NANOS_PER_MILLI = 1e6;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Path file;
  private final TagModel model;
  private final ImageDecoder decoder;
  private final PixelNormalizer normalizer;
  private final int[] classes;

  private long runs;
  private long wallNanos;
  private long cpuNanos;

  private ModelTagger(Path file, TagModel model, ImageLimits limits) {
    this.file = file;
    this.model = model;
    InputSpec spec = model.contract().input();
    this.decoder = new ImageDecoder(model.contract().preprocessing(), limits);
    this.normalizer =
        new PixelNormalizer(model.contract().preprocessing(), spec.type(), spec.layout());
    this.classes = IntStream.range(0, model.contract().output().classes()).toArray();
  }

  /**
   * Loads a model and warms it up.
   *
   * @throws dev.tagstream.pipeline.model.session.UnusableModelException if the file is not a model
   *     that can run
   */
  static ModelTagger open(Path file, ImageLimits limits) {
    TagModel model = SessionRegistry.ofProcess().lease(file, DeviceRequest.cpu(), 1);
    if (!model.contract().output().givesTags()) {
      model.close();
      throw new UserErrorException(file + " has an embedding but no tags to compare");
    }
    return new ModelTagger(file, model, limits);
  }

  ModelContract contract() {
    return model.contract();
  }

  @Override
  public boolean knows(String id) {
    return true;
  }

  @Override
  public Set<String> demanded() {
    return Set.of();
  }

  @Override
  public void requireSameClasses(ModelContract other) {
    if (other.output().classes() != classes.length) {
      throw new UserErrorException(
          "%s has %d classes but %s has %d; only models of the same classes can be compared"
              .formatted(other.name(), other.output().classes(), file, classes.length));
    }
    List<Label> ours = contract().labels().classes();
    List<Label> theirs = other.labels().classes();
    for (int i = 0; i < Math.min(ours.size(), theirs.size()); i++) {
      String our = ours.get(i).wnid();
      String their = theirs.get(i).wnid();
      if (our != null && their != null && !our.equals(their)) {
        throw new UserErrorException(
            "class %d is %s in %s but %s in %s; only models of the same classes can be compared"
                .formatted(i, their, other.name(), our, file));
      }
    }
  }

  @Override
  public Question prepare(String id, byte[] encoded) throws UnreadableImageException {
    PixelImage pixels = decoder.decode(encoded).pixels();
    byte[] row = normalizer.normalize(pixels);
    ByteBuffer rows = ByteBuffer.allocateDirect(row.length).order(ByteOrder.nativeOrder());
    ModelInput input = new ModelInput(rows.put(0, row), 1, pixels.width(), pixels.height());
    return () -> answer(input);
  }

  private Answer answer(ModelInput input) throws ModelFailedException {
    long wall = System.nanoTime();
    long cpu = THREADS.getCurrentThreadCpuTime();
    float[] scores = model.run(input, ModelOutput.Parts.SCORES).scores();
    cpuNanos += THREADS.getCurrentThreadCpuTime() - cpu;
    wallNanos += System.nanoTime() - wall;
    runs++;
    return new Answer(classes, scores);
  }

  @Override
  public Cost cost() {
    double count = runs * NANOS_PER_MILLI;
    return new Cost(wallNanos / count, cpuNanos / count);
  }

  @Override
  public void close() {
    decoder.close();
    model.close();
  }
}
