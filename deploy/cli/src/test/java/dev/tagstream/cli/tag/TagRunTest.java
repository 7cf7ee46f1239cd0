package dev.tagstream.cli.tag;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tagstream.cli.tag.input.Input;
import dev.tagstream.cli.tag.input.Inputs;
import dev.tagstream.cli.tag.output.AnswerTarget;
import dev.tagstream.cli.tag.output.Answers;
import dev.tagstream.cli.tag.output.ModelFacts;
import dev.tagstream.console.Progress;
import dev.tagstream.pipeline.Tagger;
import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.model.session.DeviceRequest;
import dev.tagstream.pipeline.objects.read.ReadImage;
import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.record.SourceObject;
import java.io.FileWriter;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
  private static final AnswerTarget TARGET =
      new AnswerTarget(AnswerTarget.STANDARD_OUTPUT, null, AnswerTarget.Start.GROWING);

  private final AtomicInteger read = new AtomicInteger();
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
    StringWriter out = new StringWriter();
    Future<?> run = writer.submit(() -> tag(new SlowWriter(out, writable)));

    await().until(() -> read.get() == ReadAhead.MAX_IMAGES);
    await().during(Duration.ofMillis(300)).until(() -> read.get() == ReadAhead.MAX_IMAGES);
    writable.countDown();
    run.get();

    assertThat(out.toString().lines().map(line -> line.split(" ", 2)[0]))
        .containsExactlyElementsOf(IntStream.range(0, IMAGES).mapToObj(TagRunTest::idOf).toList());
  }

  @Test
  void endsWithTheFirstFailure() {
    Callable<?> run = () -> tag(new FileWriter("/dev/full", UTF_8));

    assertThatThrownBy(run::call)
        .isInstanceOf(IOException.class)
        .hasMessage("standard output cannot be written");
    assertThat(read).hasValueLessThanOrEqualTo(ReadAhead.MAX_IMAGES);
  }

  /** Writes nothing before it may. */
  private static final class SlowWriter extends FilterWriter {

    private final CountDownLatch writable;

    SlowWriter(Writer out, CountDownLatch writable) {
      super(out);
      this.writable = writable;
    }

    @Override
    public void write(String text, int offset, int length) throws IOException {
      try {
        writable.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      super.write(text, offset, length);
    }
  }

  private @Nullable Void tag(Writer out) throws IOException, InterruptedException {
    ImageTagger imageTagger = new ImageTagger(tagger, AnswerPage.NONE);
    ModelFacts facts = new ModelFacts(tagger.contract().name(), tagger.contract().sha256(), 1);
    try (Answers answers = TARGET.open(facts, new PrintWriter(out), AnswerTarget.Reader.OF_LINES);
        TagRun run = new TagRun(imageTagger, 2, answers)) {
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

  private static String idOf(int number) {
    return "image-" + number;
  }
}
