package dev.tagstream.pipeline.objects.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.embedded.FaultyRoad;
import dev.tagstream.embedded.FaultyRoad.Fault;
import dev.tagstream.embedded.S3ProxyServer;
import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.fetch.AllowList;
import dev.tagstream.pipeline.fetch.FetchAnswer;
import dev.tagstream.pipeline.fetch.FetchCounts;
import dev.tagstream.pipeline.fetch.FetchLimits;
import dev.tagstream.pipeline.fetch.FetchWindow;
import dev.tagstream.pipeline.fetch.Fetching;
import dev.tagstream.pipeline.fetch.ModelFetching;
import dev.tagstream.pipeline.objects.read.ImageCursor;
import dev.tagstream.pipeline.objects.read.ObjectImages;
import dev.tagstream.pipeline.objects.read.ReadImage;
import dev.tagstream.pipeline.objects.read.ReadSettings;
import dev.tagstream.pipeline.objects.read.TarFiles;
import dev.tagstream.pipeline.objects.store.ObjectPage;
import dev.tagstream.pipeline.objects.store.StoredObject;
import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.SourceRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Sources and URIs of S3 against a real one, on a road with 503s, cut and slow bodies. */
@Timeout(60)
final class S3ProxyTest {

  private static final int MAX_BYTES = 100_000;
  private static final ReadSettings READING = new ReadSettings(MAX_BYTES);
  private static final byte[] CAT = new byte[20_000];

  @TempDir private static Path folder;
  private static S3ProxyServer server;
  private static S3Client client;

  private FaultyRoad road;

  @BeforeAll
  static void fill() throws Exception {
    new Random(1).nextBytes(CAT);
    System.setProperty("aws.accessKeyId", S3ProxyServer.ID);
    System.setProperty("aws.secretAccessKey", S3ProxyServer.SECRET);
    server = S3ProxyServer.start(folder);
    client =
        S3Clients.builder(
                new S3Settings(server.endpoint(), "us-east-1"),
                Duration.ofSeconds(10),
                Duration.ofSeconds(10))
            .build();
    client.createBucket(request -> request.bucket("images"));
    put("cats/tom.jpg", CAT);
    put("cats/ü 100%.jpg", CAT);
    put("cats/broken.jpg", CAT);
    put("cats/large.jpg", new byte[MAX_BYTES + 1]);
    TarFiles tar = new TarFiles();
    IntStream.range(0, 5).forEach(i -> tar.add("member-%d.png".formatted(i), CAT));
    put("cats/shard.tar", tar.end());
    put("other/dog.jpg", CAT);
  }

  private static void put(String key, byte[] bytes) {
    client.putObject(request -> request.bucket("images").key(key), RequestBody.fromBytes(bytes));
  }

  @AfterAll
  static void stop() throws Exception {
    client.close();
    server.close();
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }

  @BeforeEach
  void open() throws Exception {
    road = new FaultyRoad(server.port());
  }

  @AfterEach
  void close() throws Exception {
    road.close();
  }

  @Test
  void fetchesAModelByItsDigest(@TempDir Path models) throws Exception {
    String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(CAT));
    ModelFetching fetching =
        new ModelFetching(
            AllowList.of(List.of("s3://images/cats"), List.of(), ModelFetching.OPTIONS),
            new S3Settings(server.endpoint(), "us-east-1"),
            MAX_BYTES,
            models.resolve("cache").toString());

    assertThat(fetching.fetch("s3://images/cats/tom.jpg", sha256)).hasBinaryContent(CAT);
    assertThatThrownBy(() -> fetching.fetch("s3://images/cats/tom.jpg", "0".repeat(64)))
        .hasMessage("must have SHA-256 %s but has %s", "0".repeat(64), sha256);
    assertThatThrownBy(() -> fetching.fetch("s3://images/other/dog.jpg", sha256))
        .hasMessage("s3://images/other/dog.jpg is not in a place of tagging.models.fetch.allow");
  }

  @Test
  void listsByPagesAndReadsObjectsAndTarArchives() throws Exception {
    try (S3Store store = store()) {
      assertThat(images(store, "s3://images/"))
          .containsExactly(
              "s3://images/cats/broken.jpg",
              "TOO_MANY_BYTES",
              "member-0.png",
              "member-1.png",
              "member-2.png",
              "member-3.png",
              "member-4.png",
              "s3://images/cats/tom.jpg",
              "s3://images/cats/ü 100%.jpg",
              "s3://images/other/dog.jpg");
    }
  }

  @Test
  void goesOnWhereThePathIsBadForAWhile() throws Exception {
    road.faults()
        .addAll(
            List.of(Fault.SLOW_DOWN, Fault.SERVER_ERROR, Fault.NONE, Fault.SLOW_DOWN, Fault.CUT));
    try (S3Store store = store()) {
      assertThat(images(store, "s3://images/cats/shard.tar")).hasSize(5);
    }
    assertThat(road.faults()).isEmpty();
  }

  /** Else one object would stop a run of a hundred million. */
  @Test
  void rejectsAnObjectThatAnswers500ForEverAndGoesOn() throws Exception {
    road.breakFor("broken");
    try (S3Store store = store()) {
      assertThat(images(store, "s3://images/cats/"))
          .hasSize(9)
          .contains("URI_UNREACHABLE", "s3://images/cats/tom.jpg")
          .doesNotContain("s3://images/cats/broken.jpg");
    }
  }

  @Test
  void isAFailureWhereTheStoreItselfIsDown() throws Exception {
    try (S3Store store = store()) {
      StoredObject tom = store.list("s3://images/cats/tom.jpg", null).objects().get(0);
      road.close();

      assertThatThrownBy(() -> ObjectImages.open(store, tom, READING).next())
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("s3://images/cats/tom.jpg: ");
    }
  }

  @Test
  void fetchesUrisOfEvents() throws Exception {
    try (FetchWindow window = window(Duration.ofSeconds(20))) {
      assertThat(fetched(window, "s3://images/cats/tom.jpg")).isEqualTo(ByteRange.of(CAT));
      assertThat(fetched(window, "s3://images/cats/ü 100%.jpg")).isEqualTo(ByteRange.of(CAT));
      assertRejected(
          window,
          "s3://images/cats/none.jpg",
          RejectReason.URI_NOT_FOUND,
          "s3://images/cats/none.jpg answers 404");
      assertRejected(
          window,
          "s3://images/cats/large.jpg",
          RejectReason.URI_TOO_LARGE,
          "s3://images/cats/large.jpg has 100001 bytes but may have 100000 bytes");
      assertRejected(
          window,
          "s3://images/other/dog.jpg",
          RejectReason.URI_NOT_ALLOWED,
          "s3://images/other/dog.jpg is not in a place of tagging.fetch.allow");
    }
  }

  @Test
  void fetchesInSpiteOf503sCutsAndErrors() throws Exception {
    road.faults().addAll(List.of(Fault.SLOW_DOWN, Fault.CUT, Fault.SERVER_ERROR, Fault.SLOW_DOWN));
    try (FetchWindow window = window(Duration.ofSeconds(20))) {
      assertThat(fetched(window, "s3://images/cats/tom.jpg")).isEqualTo(ByteRange.of(CAT));
    }
    assertThat(road.faults()).isEmpty();
  }

  @Test
  void givesUpOnBodiesThatAreTooSlowAndTellsNoSecrets() throws Exception {
    road.faults().addAll(List.of(Fault.SLOW, Fault.SLOW, Fault.SLOW));
    try (FetchWindow window = window(Duration.ofMillis(700))) {
      RejectedImage rejected = rejected(window, "s3://images/cats/tom.jpg");
      assertThat(rejected.reason()).isEqualTo(RejectReason.URI_UNREACHABLE);
      assertThat(rejected.detail())
          .startsWith("s3://images/cats/tom.jpg could not be fetched in 3 attempts: ")
          .doesNotContain("Signature", S3ProxyServer.SECRET);
    }
  }

  @Test
  void rejectsWhatTheStoreDoesNotGiveUs() throws Exception {
    System.setProperty("aws.secretAccessKey", "another");
    try (FetchWindow window = window(Duration.ofSeconds(20))) {
      assertRejected(
          window,
          "s3://images/cats/tom.jpg",
          RejectReason.URI_NOT_ALLOWED,
          "s3://images/cats/tom.jpg answers 403");
    } finally {
      System.setProperty("aws.secretAccessKey", S3ProxyServer.SECRET);
    }
  }

  private S3Store store() {
    return new S3Store(new S3Settings(road.endpoint(), "us-east-1"), 2);
  }

  /** The ids of images, and the reasons of rejects, in pages of two objects. */
  private static List<String> images(S3Store store, String uri) throws IOException {
    List<String> images = new ArrayList<>();
    String token = null;
    do {
      ObjectPage page = store.list(uri, token);
      assertThat(page.objects()).hasSizeLessThanOrEqualTo(2);
      for (StoredObject object : page.objects()) {
        add(store, object, images);
      }
      token = page.next();
    } while (token != null);
    return images;
  }

  private static void add(S3Store store, StoredObject object, List<String> images)
      throws IOException {
    try (ImageCursor cursor = ObjectImages.open(store, object, READING)) {
      for (ReadImage read = cursor.next(); read != null; read = cursor.next()) {
        EncodedImage image = read.image();
        if (image == null) {
          images.add(requireNonNull(read.rejected()).reason().name());
        } else {
          assertThat(image.bytes()).isEqualTo(ByteRange.of(CAT));
          images.add(image.id());
        }
      }
    }
  }

  private FetchWindow window(Duration total) {
    FetchLimits limits =
        new FetchLimits(
            4,
            10 * MAX_BYTES,
            MAX_BYTES,
            3,
            new FetchLimits.Times(Duration.ofSeconds(5), Duration.ofSeconds(5), total));
    return new Fetching(
            AllowList.of(List.of("s3://images/cats"), List.of()),
            new S3Settings(road.endpoint(), "us-east-1"),
            limits)
        .open(new Uncounted(), () -> {});
  }

  private static ByteRange fetched(FetchWindow window, String uri) throws Exception {
    FetchAnswer answer = answer(window, uri);
    assertThat(answer).isInstanceOf(FetchAnswer.Here.class);
    return ((FetchAnswer.Here) answer).image().bytes();
  }

  private static void assertRejected(
      FetchWindow window, String uri, RejectReason reason, String detail) throws Exception {
    RejectedImage rejected = rejected(window, uri);
    assertThat(rejected.detail()).isEqualTo(detail);
    assertThat(rejected.reason()).isEqualTo(reason);
  }

  private static RejectedImage rejected(FetchWindow window, String uri) throws Exception {
    FetchAnswer answer = answer(window, uri);
    assertThat(answer).isInstanceOf(FetchAnswer.Rejected.class);
    return ((FetchAnswer.Rejected) answer).rejected();
  }

  private static FetchAnswer answer(FetchWindow window, String uri) throws Exception {
    ByteRange event = ByteRange.of("event".getBytes(UTF_8));
    window.add(
        new EncodedImage(
            new SourceRecord("image-events", 0, 7, -1, event), "cat", event, null, Map.of(), uri));
    assertThat(window.awaitFirst(Duration.ofSeconds(30))).isTrue();
    return requireNonNull(window.poll());
  }

  private static final class Uncounted implements FetchCounts {

    @Override
    public void fetched(long bytes, Duration took) {}

    @Override
    public void retried() {}

    @Override
    public void slowedDown() {}
  }
}
