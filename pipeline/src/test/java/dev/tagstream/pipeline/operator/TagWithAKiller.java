package dev.tagstream.pipeline.operator;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tagstream.pipeline.batch.ImageBatch;
import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.crash.CrashGuard;
import dev.tagstream.pipeline.model.BatchTagger;
import dev.tagstream.pipeline.model.ModelContract;
import dev.tagstream.pipeline.model.ModelFailedException;
import dev.tagstream.pipeline.model.ModelInput;
import dev.tagstream.pipeline.model.ModelOutput;
import dev.tagstream.pipeline.model.ModelOutput.Parts;
import dev.tagstream.pipeline.model.TagModel;
import dev.tagstream.pipeline.model.TagOutcome;
import dev.tagstream.pipeline.model.TestModels;
import dev.tagstream.pipeline.model.TopTags;
import dev.tagstream.pipeline.model.session.ModelFile;
import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.record.QueuedImage;
import dev.tagstream.pipeline.record.SourceRecord;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Tags five images in one batch, always the same as after a restart, with a model that the middle
 * one kills. As the job does, leaves out who is convicted before the batch is formed.
 */
public final class TagWithAKiller {

  static final int KILLED = 87;

  private static final int IMAGES = 5;
  private static final int KILLER = 2;
  private static final int ROW_BYTES = 4 * 4 * 3;

  private TagWithAKiller() {}

  public static void main(String... arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    Path file = TestModels.dominantColor().writeTo(folder);
    ModelContract contract = ModelFile.read(file);
    try (CrashGuard guard = CrashGuard.open(folder.resolve("journal"), IMAGES)) {
      TagModel model = new DiesOfOneRow(contract);
      GuardedTagger tagger =
          new GuardedTagger(
              new BatchTagger(model, new TopTags(contract, 1), Parts.SCORES), contract, guard);
      List<Integer> left =
          IntStream.range(0, IMAGES).filter(i -> !guard.isConvicted(source(i))).boxed().toList();
      List<TagOutcome> outcomes = tagger.tag(batch(left));
      Files.writeString(folder.resolve("outcomes"), left + " " + outcomes.size());
    }
  }

  private static SourceRecord source(int i) {
    return new SourceRecord("image-events", 3, i, 1, null);
  }

  private static ImageBatch batch(List<Integer> left) {
    ByteBuffer rows =
        ByteBuffer.allocateDirect(ROW_BYTES * left.size()).order(ByteOrder.nativeOrder());
    for (int i = 0; i < left.size(); i++) {
      rows.put(i * ROW_BYTES, (byte) (int) left.get(i));
    }
    return new ImageBatch(left.stream().map(TagWithAKiller::queued).toList(), 4, 4, rows);
  }

  private static QueuedImage queued(int i) {
    ByteRange bytes = ByteRange.of("image".getBytes(UTF_8));
    return new QueuedImage(
        new EncodedImage(source(i), "id", bytes, null, Map.of()), 4, 4, 1, null, 1);
  }

  private record DiesOfOneRow(ModelContract contract) implements TagModel {

    @Override
    public String provider() {
      return "stand-in";
    }

    @Override
    public ModelOutput run(ModelInput input, Parts parts) throws ModelFailedException {
      for (int i = 0; i < input.images(); i++) {
        if (input.rows().get(input.rows().position() + i * ROW_BYTES) == KILLER) {
          Runtime.getRuntime().halt(KILLED);
        }
      }
      return new ModelOutput(new float[3 * input.images()], new float[0][]);
    }

    @Override
    public void recycle() {
      // has no session
    }

    @Override
    public void close() {
      // has nothing
    }
  }
}
