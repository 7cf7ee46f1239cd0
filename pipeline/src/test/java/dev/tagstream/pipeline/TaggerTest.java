package dev.tagstream.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.pipeline.Tagger.Answer;
import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.model.TestModels;
import dev.tagstream.pipeline.model.session.DeviceRequest;
import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.record.ImageOutcome;
import dev.tagstream.pipeline.record.ModelRun;
import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.SourceObject;
import dev.tagstream.pipeline.record.TaggedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TaggerTest {

  @TempDir private Path folder;

  @Test
  void tagsAnImage() {
    try (Tagger tagger = open()) {
      assertThat(best(tagger.tag(TestImages.RED))).isEqualTo("red");
      assertThat(best(tagger.tag(TestImages.BLUE))).isEqualTo("blue");
    }
  }

  @Test
  void rejectsWhatIsNoImageWithAReason() {
    try (Tagger tagger = open()) {
      assertThat(tagger.tag("not an image".getBytes(UTF_8)))
          .isInstanceOfSatisfying(
              Answer.Rejected.class,
              rejected -> {
                assertThat(rejected.reason()).isEqualTo(RejectReason.UNSUPPORTED_FORMAT);
                assertThat(rejected.detail()).isNotEmpty().doesNotContain("\n");
              });
      assertThat(best(tagger.tag(TestImages.GREEN))).isEqualTo("green");
    }
  }

  @Test
  void givesEachOfManyThreadsItsOwnTags() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (Tagger tagger = open()) {
      List<Callable<String>> calls = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        byte[] image = i % 2 == 0 ? TestImages.RED : TestImages.GREEN;
        calls.add(() -> best(tagger.tag(image)));
      }
      List<Future<String>> labels = threads.invokeAll(calls);
      for (int i = 0; i < labels.size(); i++) {
        assertThat(labels.get(i).get()).isEqualTo(i % 2 == 0 ? "red" : "green");
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void tagsABatchAsItTagsSingleImages() {
    List<byte[]> images =
        List.of(
            TestImages.RED,
            TestImages.GREEN,
            "not an image".getBytes(UTF_8),
            TestImages.BLUE,
            TestImages.RED,
            TestImages.BLUE,
            Arrays.copyOf(TestImages.RED, TestImages.RED.length / 2),
            TestImages.GREEN,
            TestImages.GREEN);
    try (Tagger tagger = open()) {
      List<String> batch = new ArrayList<>();
      for (ImageOutcome outcome : tagger.tag(images.stream().map(TaggerTest::encoded).toList())) {
        batch.add(shown(outcome));
      }

      assertThat(batch)
          .isEqualTo(images.stream().map(image -> shown(tagger.tag(encoded(image)))).toList())
          .first()
          .asString()
          .startsWith("[Tag[index=0, label=red");
      assertThat(tagger.tag(List.<EncodedImage>of())).isEmpty();
    }
  }

  @Test
  void runsLargeImagesOneByOne() throws Exception {
    List<EncodedImage> images = new ArrayList<>();
    for (int color : List.of(0xFF0000, 0x0000FF, 0x00FF00, 0x0000FF)) {
      images.add(encoded(TestImages.jpg(color, 1600, 1600)));
    }
    Path model = TestModels.dominantColor().anySize().writeTo(folder);
    try (Tagger tagger = Tagger.open(model, DeviceRequest.cpu())) {
      List<String> labels = new ArrayList<>();
      Set<ModelRun> runs = Collections.newSetFromMap(new IdentityHashMap<>());
      for (ImageOutcome outcome : tagger.tag(images)) {
        TaggedImage tagged = (TaggedImage) outcome;
        labels.add(tagged.tags().get(0).label());
        runs.add(tagged.run());
      }

      assertThat(labels).containsExactly("red", "blue", "green", "blue");
      assertThat(runs).hasSize(4);
    }
  }

  private static EncodedImage encoded(byte[] image) {
    return new EncodedImage(
        new SourceObject("image", ""), "image", ByteRange.of(image), null, Map.of());
  }

  private static String shown(ImageOutcome outcome) {
    return outcome instanceof TaggedImage tagged
        ? tagged.tags().toString()
        : ((RejectedImage) outcome).reason() + ((RejectedImage) outcome).detail();
  }

  @Test
  void refusesToTagOnceItIsClosed() {
    Tagger tagger = open();
    tagger.close();

    assertThatThrownBy(() -> tagger.tag(TestImages.RED))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is closed");
  }

  private Tagger open() {
    return Tagger.open(
        TestModels.dominantColor().writeTo(folder, "colors.onnx"), DeviceRequest.cpu());
  }

  private static String best(Answer answer) {
    return ((Answer.Tagged) answer).tags().get(0).label();
  }
}
