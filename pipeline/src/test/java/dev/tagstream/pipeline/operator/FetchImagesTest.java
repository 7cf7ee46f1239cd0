package dev.tagstream.pipeline.operator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.fetch.AllowList;
import dev.tagstream.pipeline.fetch.FetchLimits;
import dev.tagstream.pipeline.fetch.Fetching;
import dev.tagstream.pipeline.fetch.ImageServer;
import dev.tagstream.pipeline.objects.s3.S3Settings;
import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.SourceRecord;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class FetchImagesTest {

  private static final Duration SHORT = Duration.ofMillis(100);

  /** With a server that is silent. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private static final Duration LONG = Duration.ofSeconds(30);

  private ImageServer server;
  private @Nullable OneInputStreamOperatorTestHarness<EncodedImage, EncodedImage> opened;

  @BeforeEach
  void start() throws Exception {
    server = new ImageServer();
  }

  @AfterEach
  void stop() throws Exception {
    closeHarness();
    server.close();
  }

  @Test
  void handsImagesOnInTheOrderOfTheirEvents() throws Exception {
    CountDownLatch secondIsHere = new CountDownLatch(1);
    server.on(
        "/1",
        out -> {
          secondIsHere.await();
          ImageServer.image(bytes("one")).write(out);
        });
    server.on(
        "/2",
        out -> {
          ImageServer.image(bytes("two")).write(out);
          secondIsHere.countDown();
        });
    open(LONG, 4);
    send("1");
    send("2");
    harness().processElement(new StreamRecord<>(ImageRecords.encoded("3", bytes("three"))));
    assertThat(ids()).as("the third waits for its turn").isEmpty();
    barrier();

    assertThat(ids()).containsExactly("1", "2", "3");
    assertThat(texts()).containsExactly("one", "two", "three");
  }

  @Test
  void letsImagesWithBytesPassWhileNothingIsFetched() throws Exception {
    open(LONG, 4);
    harness().processElement(new StreamRecord<>(ImageRecords.encoded("1", bytes("one"))));

    assertThat(ids()).containsExactly("1");
  }

  @Test
  void rejectsWhatIsNotThereInItsTurn() throws Exception {
    server.on("/1", ImageServer.image(bytes("one"))).on("/3", ImageServer.image(bytes("three")));
    open(LONG, 4);
    send("1");
    send("2");
    send("3");
    barrier();

    assertThat(ids()).containsExactly("1", "3");
    assertThat(rejects())
        .singleElement()
        .satisfies(
            rejected -> {
              assertThat(rejected.id()).isEqualTo("2");
              assertThat(rejected.reason()).isEqualTo(RejectReason.URI_NOT_FOUND);
              assertThat(rejected.source().position()).isEqualTo("image-events-3@2");
            });
  }

  @Test
  void holdsNothingAcrossABarrierIfAllHasCome() throws Exception {
    server.on("/1", ImageServer.image(bytes("one")));
    open(LONG, 4);
    send("1");
    OperatorSubtaskState state = checkpoint();

    assertThat(ids()).containsExactly("1");
    closeHarness();
    assertThat(restored(state)).isEmpty();
  }

  /** The second has come, and is in state all the same: as a URI, in its place. */
  @Test
  void putsWhatHasNotComeIntoStateAsUrisAndFetchesItAgainInOrder() throws Exception {
    server.on("/1", server.silentAfter(""), ImageServer.image(bytes("one")));
    byte[] large = new byte[50_000];
    server.on("/2", ImageServer.image(large));
    open(SHORT, 4);
    send("1");
    send("2");
    harness().processElement(new StreamRecord<>(ImageRecords.encoded("3", large)));
    OperatorSubtaskState state = checkpoint();

    assertThat(ids()).as("only the one that came with its bytes").containsExactly("3");
    assertThat(state.getStateSize()).isLessThan(5_000);

    closeHarness();
    assertThat(restored(state)).containsExactly("1", "2");
    assertThat(texts().get(0)).isEqualTo("one");
    EncodedImage first = harness().extractOutputValues().get(0);
    assertThat(first.source()).isEqualTo(image("1").source());
    assertThat(first.attributes()).isEqualTo(Map.of("camera", "north"));
    assertThat(first.eventTimeMillis()).isEqualTo(123L);
    assertThat(first.uri()).isNull();
  }

  @Test
  void goesOnWithWhatIsInStateWhereNothingFailed() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    server.on(
        "/1",
        out -> {
          go.await();
          ImageServer.image(bytes("one")).write(out);
        });
    open(SHORT, 4);
    send("1");
    checkpoint();
    assertThat(ids()).isEmpty();
    go.countDown();
    harness().getOneInputOperator().finish();

    assertThat(ids()).containsExactly("1");
  }

  @Test
  void waitsForRoomInItsWindow() throws Exception {
    IntStream.range(0, 20).forEach(i -> server.on("/" + i, ImageServer.image(bytes("image " + i))));
    open(LONG, 2);
    for (int i = 0; i < 20; i++) {
      send(String.valueOf(i));
      assertThat(ids()).hasSizeGreaterThanOrEqualTo(i - 1);
    }
    barrier();

    assertThat(ids()).isEqualTo(IntStream.range(0, 20).mapToObj(String::valueOf).toList());
  }

  /** Else no checkpoint would ever be made while a server answers nobody. */
  @Test
  void takesOneMoreUriWhereNothingComesForAWhile() throws Exception {
    server.on("/1", server.silentAfter(""));
    server.on("/2", server.silentAfter(""));
    open(SHORT, 1);
    send("1");
    send("2");
    OperatorSubtaskState state = checkpoint();

    closeHarness();
    server.close();
    assertThat(restored(state)).isEmpty();
    assertThat(rejects())
        .extracting(RejectedImage::id, RejectedImage::reason)
        .containsExactly(
            tuple("1", RejectReason.URI_UNREACHABLE), tuple("2", RejectReason.URI_UNREACHABLE));
  }

  @Test
  void handsAllOnBeforeAWatermarkAndAtTheEnd() throws Exception {
    server.on("/1", ImageServer.image(bytes("one"))).on("/2", ImageServer.image(bytes("two")));
    open(LONG, 4);
    send("1");
    harness().processWatermark(new Watermark(7));
    assertThat(ids()).containsExactly("1");

    send("2");
    harness().getOneInputOperator().finish();
    assertThat(ids()).containsExactly("1", "2");
  }

  private void open(Duration drain, int maxImages) throws Exception {
    opened = create(drain, maxImages);
    harness().open();
  }

  private OneInputStreamOperatorTestHarness<EncodedImage, EncodedImage> create(
      Duration drain, int maxImages) throws Exception {
    FetchLimits limits =
        new FetchLimits(
            maxImages, 1 << 20, 100_000, 2, new FetchLimits.Times(LONG, PATIENCE, LONG));
    AllowList allowed =
        AllowList.of(List.of("http://127.0.0.1:" + server.port()), List.of("127.0.0.1"));
    return new OneInputStreamOperatorTestHarness<>(
        new FetchImagesFactory(
            new FetchSettings(
                new Fetching(allowed, new S3Settings(null, null), limits),
                drain,
                TestStorm.LIMITS)));
  }

  private OneInputStreamOperatorTestHarness<EncodedImage, EncodedImage> harness() {
    return requireNonNull(opened);
  }

  private void closeHarness() throws Exception {
    if (opened != null) {
      opened.close();
      opened = null;
    }
  }

  private List<String> restored(OperatorSubtaskState state) throws Exception {
    opened = create(LONG, 4);
    harness().initializeState(state);
    harness().open();
    barrier();
    return ids();
  }

  private OperatorSubtaskState checkpoint() throws Exception {
    barrier();
    return harness().snapshot(1, 1);
  }

  private void barrier() throws Exception {
    harness().getOneInputOperator().prepareSnapshotPreBarrier(1);
  }

  private void send(String id) throws Exception {
    harness().processElement(new StreamRecord<>(image(id)));
  }

  /** Its record was read with much else, which must not be kept. */
  private EncodedImage image(String id) {
    byte[] fetched = Arrays.copyOf(bytes("event " + id), 1 << 20);
    ByteRange value = ByteRange.of(ByteBuffer.wrap(fetched, 0, 7));
    return new EncodedImage(
        new SourceRecord("image-events", 3, Long.parseLong(id), 1_700_000_000_000L, value),
        id,
        ByteRange.of(new byte[0]),
        123L,
        Map.of("camera", "north"),
        "http://127.0.0.1:%d/%s".formatted(server.port(), id));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private List<String> ids() {
    return harness().extractOutputValues().stream().map(EncodedImage::id).toList();
  }

  private List<String> texts() {
    return harness().extractOutputValues().stream()
        .map(image -> UTF_8.decode(image.bytes().asBuffer()).toString())
        .toList();
  }

  private List<RejectedImage> rejects() {
    var rejects = harness().getSideOutput(RejectsOutput.TAG);
    return rejects == null ? List.of() : rejects.stream().map(StreamRecord::getValue).toList();
  }
}
