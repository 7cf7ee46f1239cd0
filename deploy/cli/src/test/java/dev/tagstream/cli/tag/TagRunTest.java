package dev.tagstream.cli.tag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tagstream.cli.tag.input.Input;
import dev.tagstream.cli.tag.input.Inputs;
import dev.tagstream.cli.tag.output.Answers;
import dev.tagstream.console.Progress;
import dev.tagstream.pipeline.Tagger;
import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.model.session.DeviceRequest;
import dev.tagstream.pipeline.objects.read.ReadImage;
import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.record.ImageOutcome;
import dev.tagstream.pipeline.record.SourceObject;
import dev.tagstream.pipeline.record.TaggedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class TagRunTest {

  private static final Path DEMO = Path.of("demo");
  private static final int IMAGES = 1_500;

  private final AtomicInteger read = new AtomicInteger();
  private final List<String> answered = new ArrayList<>();

  private final ExecutorService writer = Executors.newSingleThreadExecutor();

  private byte[] image = {};
  private Tagger tagger;

  @BeforeEach
  void open() throws Exception {
    image = Files.readAllBytes(DEMO.resolve("images/Bag/00320.png"));
    tagger = Tagger.open(DEMO.resolve("model/fashion-resnet50.onnx"), DeviceRequest.cpu());
  }

  @AfterEach
  void close() {
    writer.shutdownNow();
    tagger.close();
  }

  @Test
  void readsNoMoreThanItsMemoryAllowsWhileNoAnswerCanBeWritten() throws Exception {
    CountDownLatch writable = new CountDownLatch(1);
    Future<?> run = writer.submit(() -> tag(writable::await));

    await().until(() -> read.get() == ReadAhead.MAX_IMAGES);
    await().during(Duration.ofMillis(300)).until(() -> read.get() == ReadAhead.MAX_IMAGES);
    writable.countDown();
    run.get();

    assertThat(answered).isEqualTo(IntStream.range(0, IMAGES).mapToObj(TagRunTest::idOf).toList());
  }

  @Test
  void endsWithTheFirstFailure() {
    Callable<?> run =
        () ->
            tag(
                () -> {
                  throw new IOException("the disk is full");
                });

    assertThatThrownBy(run::call).isInstanceOf(IOException.class).hasMessage("the disk is full");
  }

  /** Happens before each answer is written. */
  private interface Before {
    void write() throws IOException, InterruptedException;
  }

  private @Nullable Void tag(Before before) throws IOException, InterruptedException {
    ImageTagger imageTagger = new ImageTagger(tagger, AnswerPage.NONE);
    try (TagRun run = new TagRun(imageTagger, 2, answers(before))) {
      run.over(this::images, new Tally(), new ExpectedImages(Progress.NONE), Progress.NONE);
    }
    return null;
  }

  private void images(Inputs.Visitor visitor) throws IOException, InterruptedException {
    for (int i = 0; i < IMAGES; i++) {
      SourceObject source = new SourceObject("file:/" + i, "1");
      EncodedImage encoded = new EncodedImage(source, idOf(i), ByteRange.of(image), null, Map.of());
      visitor.visit(
          new Input(
              source,
              encoded.id(),
              image.length,
              () -> {
                read.incrementAndGet();
                return new ReadImage(encoded, null);
              }));
    }
  }

  private Answers answers(Before before) {
    return new Answers() {

      @Override
      public boolean has(String id, String version) {
        return false;
      }

      @Override
      public long before() {
        return 0;
      }

      @Override
      public void add(ImageOutcome answer) throws IOException {
        try {
          before.write();
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
        answered.add(((TaggedImage) answer).id());
      }

      @Override
      public void close() {}
    };
  }

  private static String idOf(int number) {
    return "image-" + number;
  }
}
