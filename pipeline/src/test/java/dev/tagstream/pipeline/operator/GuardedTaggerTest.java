package dev.tagstream.pipeline.operator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.pipeline.batch.ImageBatch;
import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.crash.CrashGuard;
import dev.tagstream.pipeline.model.BatchTagger;
import dev.tagstream.pipeline.model.ModelContract;
import dev.tagstream.pipeline.model.ModelInput;
import dev.tagstream.pipeline.model.ModelOutput;
import dev.tagstream.pipeline.model.ModelOutput.Parts;
import dev.tagstream.pipeline.model.TagModel;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class GuardedTaggerTest {

  private static final int ROW_BYTES = 4 * 4 * 3;
  private static final SourceRecord SUSPECT = new SourceRecord("image-events", 3, 7, 1, null);

  @TempDir private Path folder;

  private final CountDownLatch ran = new CountDownLatch(1);

  @Test
  void runsNoShadowBesideASuspect() throws Exception {
    Files.writeString(
        folder.resolve("crashes"),
        "image-events 3 7 1 1-1-dead.journal " + System.currentTimeMillis() + "\n");
    ModelContract contract = ModelFile.read(TestModels.dominantColor().writeTo(folder));
    try (CrashGuard guard = CrashGuard.open(folder, 1);
        CrashGuard another = CrashGuard.open(folder, 1)) {
      RunningModel shadow = shadow(contract, another);
      Thread slot = new Thread(() -> shadow.runUnrecorded(batch()));
      guard.enter(SUSPECT);
      try {
        slot.start();
        assertThat(ran.await(300, TimeUnit.MILLISECONDS)).isFalse();
      } finally {
        guard.leave();
      }
      assertThat(ran.await(30, TimeUnit.SECONDS)).isTrue();
      slot.join();
    }
  }

  private RunningModel shadow(ModelContract contract, CrashGuard guard) {
    TagModel model = new Counted(contract, ran);
    BatchTagger tagger = new BatchTagger(model, new TopTags(contract, 1), Parts.SCORES);
    return new RunningModel(model, new GuardedTagger(tagger, contract, guard));
  }

  private static ImageBatch batch() {
    ByteBuffer row = ByteBuffer.allocateDirect(ROW_BYTES).order(ByteOrder.nativeOrder());
    ByteRange bytes = ByteRange.of("image".getBytes(UTF_8));
    EncodedImage image =
        new EncodedImage(
            new SourceRecord("image-events", 3, 8, 1, null), "id", bytes, null, Map.of());
    return new ImageBatch(List.of(new QueuedImage(image, 4, 4, 1, null, 1)), 4, 4, row);
  }

  private record Counted(ModelContract contract, CountDownLatch ran) implements TagModel {

    @Override
    public String provider() {
      return "stand-in";
    }

    @Override
    public ModelOutput run(ModelInput input, Parts parts) {
      ran.countDown();
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
