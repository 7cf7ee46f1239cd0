package dev.tagstream.export.source;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tagstream.export.problem.ExportException;
import dev.tagstream.export.source.Digest.Algorithm;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class WeightCacheTest {

  private static final byte[] WEIGHTS = new byte[300_000];

  static {
    new Random(1).nextBytes(WEIGHTS);
  }

  private final List<String> said = Collections.synchronizedList(new ArrayList<>());

  @TempDir private static Path keyFolder;
  private static Path key = Path.of("");

  @TempDir private Path folder;
  private Path cacheFolder = Path.of("");
  private HttpsFiles server;
  private Digest digest;

  @BeforeAll
  static void makeKey() throws Exception {
    key = HttpsFiles.makeKey(keyFolder);
  }

  @BeforeEach
  void start() throws Exception {
    cacheFolder = folder.resolve("cache");
    server = HttpsFiles.start(key);
    Path file = Files.write(folder.resolve("weights"), WEIGHTS);
    digest = Digest.of(file, Algorithm.SHA_256);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void downloadsAFileOnceAndChecksItEachTime() throws Exception {
    URI url = server.serve("/models/resnet.pth", HttpsFiles.file(WEIGHTS, "\"1\""));
    Path file = cache().fetch(url, digest);
    assertThat(file).hasFileName("resnet.pth").hasBinaryContent(WEIGHTS);
    assertThat(cache().fetch(url, digest)).isEqualTo(file);
    assertThat(server.requests()).containsExactly("/models/resnet.pth");
    assertThat(said).containsExactly("downloading " + url, "using " + file);
    assertThat(besides(file)).containsExactlyInAnyOrder("lock", "resnet.pth");
  }

  @Test
  void downloadsADamagedFileAgain() throws Exception {
    URI url = server.serve("/resnet.pth", HttpsFiles.file(WEIGHTS, "\"1\""));
    Path file = cache().fetch(url, digest);
    Files.writeString(file, "damaged");
    assertThat(cache().fetch(url, digest)).hasBinaryContent(WEIGHTS);
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void tellsTheDigestOfAFileThatNothingIsKnownOf() throws Exception {
    URI url = server.serve("/resnet.pth", HttpsFiles.file(WEIGHTS, "\"1\""));
    cache().fetch(url, null);
    assertThat(said).contains("resnet.pth: " + digest);
  }

  @Test
  void takesUpATransferThatBrokeOff() throws Exception {
    AtomicInteger requests = new AtomicInteger();
    URI url =
        server.serve(
            "/resnet.pth",
            exchange ->
                (requests.getAndIncrement() == 0
                        ? HttpsFiles.breakingOff(WEIGHTS, "\"1\"", 100_000)
                        : HttpsFiles.file(WEIGHTS, "\"1\""))
                    .to(exchange));
    assertThat(cache().fetch(url, digest)).hasBinaryContent(WEIGHTS);
    assertThat(server.requests()).containsExactly("/resnet.pth", "/resnet.pth bytes=100000-");
    assertThat(said).contains("resuming after 100000 of 300000 bytes");
  }

  @Test
  void takesUpWhatAnEarlierRunLeft() throws Exception {
    AtomicInteger requests = new AtomicInteger();
    URI url =
        server.serve(
            "/resnet.pth",
            exchange ->
                (requests.getAndIncrement() == 0
                        ? HttpsFiles.breakingOff(WEIGHTS, "\"1\"", 100_000)
                        : HttpsFiles.file(WEIGHTS, "\"1\""))
                    .to(exchange));
    assertThatThrownBy(() -> cache(WEIGHTS.length, 1).fetch(url, digest))
        .isInstanceOf(ExportException.class)
        .hasMessageStartingWith(url + ": cannot be downloaded: ")
        .hasMessageEndingWith("fetch it elsewhere and pass the file with --weights");
    assertThat(cache().fetch(url, digest)).hasBinaryContent(WEIGHTS);
    assertThat(server.requests()).containsExactly("/resnet.pth", "/resnet.pth bytes=100000-");
  }

  @Test
  void beginsAnewWhereTheServersFileHasChanged() throws Exception {
    AtomicInteger requests = new AtomicInteger();
    byte[] old = new byte[WEIGHTS.length];
    URI url =
        server.serve(
            "/resnet.pth",
            exchange ->
                (requests.getAndIncrement() == 0
                        ? HttpsFiles.breakingOff(old, "\"old\"", 100_000)
                        : HttpsFiles.file(WEIGHTS, "\"new\""))
                    .to(exchange));
    assertThat(cache().fetch(url, digest)).hasBinaryContent(WEIGHTS);
    assertThat(server.requests()).containsExactly("/resnet.pth", "/resnet.pth bytes=100000-");
  }

  @Test
  void beginsAnewWhereMoreIsHereThanTheServerHas() throws Exception {
    AtomicInteger requests = new AtomicInteger();
    URI url =
        server.serve(
            "/resnet.pth",
            exchange -> {
              switch (requests.getAndIncrement()) {
                case 0 -> HttpsFiles.breakingOff(WEIGHTS, "\"1\"", 100_000).to(exchange);
                case 1 -> exchange.sendResponseHeaders(416, -1);
                default -> HttpsFiles.file(WEIGHTS, "\"1\"").to(exchange);
              }
            });
    assertThat(cache().fetch(url, digest)).hasBinaryContent(WEIGHTS);
    assertThat(server.requests())
        .containsExactly("/resnet.pth", "/resnet.pth bytes=100000-", "/resnet.pth");
  }

  @Test
  void beginsAnewWhereTheServerDoesNotSayWhatItSends() throws Exception {
    AtomicInteger requests = new AtomicInteger();
    URI url =
        server.serve(
            "/resnet.pth",
            exchange -> {
              exchange.sendResponseHeaders(200, WEIGHTS.length);
              int length = requests.getAndIncrement() == 0 ? 100_000 : WEIGHTS.length;
              exchange.getResponseBody().write(WEIGHTS, 0, length);
            });
    assertThat(cache().fetch(url, digest)).hasBinaryContent(WEIGHTS);
    assertThat(server.requests()).containsExactly("/resnet.pth", "/resnet.pth");
  }

  @Test
  void givesUpATransferThatBringsNothing() {
    URI url = server.serve("/resnet.pth", HttpsFiles.breakingOff(WEIGHTS, "\"1\"", 0));
    assertThatThrownBy(() -> cache().fetch(url, digest))
        .isInstanceOf(ExportException.class)
        .hasMessageContaining("cannot be downloaded");
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void givesUpAServerThatStalls() throws Exception {
    CountDownLatch testIsOver = new CountDownLatch(1);
    URI url =
        server.serve(
            "/resnet.pth",
            exchange -> {
              exchange.sendResponseHeaders(200, WEIGHTS.length);
              exchange.getResponseBody().write(WEIGHTS, 0, 1);
              exchange.getResponseBody().flush();
              awaitQuietly(testIsOver);
            });
    FetchLimits impatient =
        new FetchLimits(
            WEIGHTS.length, Duration.ofSeconds(10), Duration.ofMillis(300), 1, Duration.ZERO);
    assertThatThrownBy(() -> cache(server.client(), impatient).fetch(url, digest))
        .isInstanceOf(ExportException.class)
        .hasMessageContaining("no data came for 300 ms");
    testIsOver.countDown();
  }

  @Test
  void deletesAFileOfAnotherDigestAndTellsBoth() throws Exception {
    URI url = server.serve("/resnet.pth", HttpsFiles.file(WEIGHTS, "\"1\""));
    String wanted = "ab".repeat(32);
    assertThatThrownBy(() -> cache().fetch(url, Digest.sha256(wanted)))
        .isInstanceOf(ExportException.class)
        .hasMessage(
            "%s: has %s but must have SHA-256 %s; the download was deleted", url, digest, wanted);
    try (Stream<Path> all = Files.walk(cacheFolder)) {
      assertThat(all.filter(Files::isRegularFile)).extracting(Path::getFileName).hasSize(1);
    }
  }

  @Test
  void checksTheFirstDigitsWhereNoMoreAreKnown() throws Exception {
    URI url = server.serve("/resnet.pth", HttpsFiles.file(WEIGHTS, "\"1\""));
    Digest first = new Digest(Algorithm.SHA_256, digest.hex().substring(0, 8));
    assertThat(cache().fetch(url, first)).hasBinaryContent(WEIGHTS);
    assertThatThrownBy(() -> cache().fetch(url, new Digest(Algorithm.SHA_256, "00000000")))
        .hasMessageContaining("must have SHA-256 00000000...");
  }

  @Test
  void checksMd5WhereThatIsPublished() throws Exception {
    URI url = server.serve("/resnet.h5", HttpsFiles.file(WEIGHTS, "\"1\""));
    Digest md5 = Digest.of(folder.resolve("weights"), Algorithm.MD5);
    assertThat(cache().fetch(url, md5)).hasBinaryContent(WEIGHTS);
  }

  @Test
  void refusesAFileThatIsAnnouncedTooLarge() {
    URI url = server.serve("/resnet.pth", HttpsFiles.file(WEIGHTS, "\"1\""));
    assertThatThrownBy(() -> cache(1000, 1).fetch(url, digest))
        .isInstanceOf(ExportException.class)
        .hasMessage("%s: has more than the 1000 bytes allowed", url);
  }

  @Test
  void refusesAFileThatGrowsTooLarge() {
    URI url =
        server.serve(
            "/resnet.pth",
            exchange -> {
              exchange.sendResponseHeaders(200, 0); // chunked: no length is announced
              exchange.getResponseBody().write(WEIGHTS);
            });
    assertThatThrownBy(() -> cache(1000, 1).fetch(url, digest))
        .isInstanceOf(ExportException.class)
        .hasMessage("%s: has more than the 1000 bytes allowed", url);
  }

  @Test
  void followsRedirects() throws Exception {
    URI target = server.serve("/b/other.pth", HttpsFiles.file(WEIGHTS, "\"1\""));
    URI url = server.serve("/a/resnet.pth", redirect(target.toString()));
    assertThat(cache().fetch(url, digest)).hasFileName("resnet.pth").hasBinaryContent(WEIGHTS);
  }

  @Test
  void refusesARedirectToHttp() {
    URI url = server.serve("/resnet.pth", redirect("http://localhost/resnet.pth?key=secret"));
    assertThatThrownBy(() -> cache().fetch(url, digest))
        .isInstanceOf(ExportException.class)
        .hasMessage(
            "%s: redirects to http://localhost/resnet.pth?..., but only https is followed", url);
  }

  @Test
  void refusesToRunInCircles() {
    URI url = server.serve("/resnet.pth", redirect("/resnet.pth"));
    assertThatThrownBy(() -> cache().fetch(url, digest))
        .isInstanceOf(ExportException.class)
        .hasMessage("%s: redirects more than 5 times", url);
  }

  @Test
  void tellsWhatTheServerAnswered() {
    URI url = server.serve("/resnet.pth", exchange -> exchange.sendResponseHeaders(404, -1));
    assertThatThrownBy(() -> cache().fetch(url, digest))
        .isInstanceOf(ExportException.class)
        .hasMessage(
            "%s: the server answered 404; check the address, or pass a file with --weights", url);
  }

  @Test
  void tellsWhatToDoWithoutANetwork() throws Exception {
    try (Socket closed = new Socket()) {
      closed.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      URI url = URI.create("https://localhost:" + closed.getLocalPort() + "/resnet.pth");
      assertThatThrownBy(() -> cache().fetch(url, digest))
          .isInstanceOf(ExportException.class)
          .hasMessageStartingWith(url + ": cannot be downloaded: ")
          .hasMessageEndingWith(
              "; without a network, fetch it elsewhere and pass the file with --weights");
    }
  }

  @Test
  void refusesAServerThatNobodyVouchesFor() {
    URI url = server.serve("/resnet.pth", HttpsFiles.file(WEIGHTS, "\"1\""));
    HttpClient stranger = HttpClient.newHttpClient();
    assertThatThrownBy(() -> cache(stranger, limits(WEIGHTS.length, 1)).fetch(url, digest))
        .isInstanceOf(ExportException.class)
        .hasMessageContaining("PKIX path building failed");
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void twoAtOnceDownloadOnce() throws Exception {
    CountDownLatch bothAreThere = new CountDownLatch(1);
    URI url =
        server.serve(
            "/resnet.pth",
            exchange -> {
              awaitQuietly(bothAreThere);
              HttpsFiles.file(WEIGHTS, "\"1\"").to(exchange);
            });
    ExecutorService two = Executors.newFixedThreadPool(2);
    try {
      Future<Path> one = two.submit(() -> cache().fetch(url, digest));
      Future<Path> other = two.submit(() -> cache().fetch(url, digest));
      await().until(() -> said.contains("another process is downloading the file; waiting for it"));
      bothAreThere.countDown();
      assertThat(one.get()).isEqualTo(other.get()).hasBinaryContent(WEIGHTS);
      assertThat(server.requests()).hasSize(1);
    } finally {
      two.shutdownNow();
    }
  }

  @Test
  void anInterruptedDownloadIsTakenUpLater() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    AtomicInteger requests = new AtomicInteger();
    URI url =
        server.serve(
            "/resnet.pth",
            exchange -> {
              if (requests.getAndIncrement() > 0) {
                HttpsFiles.file(WEIGHTS, "\"1\"").to(exchange);
                return;
              }
              exchange.getResponseHeaders().set("ETag", "\"1\"");
              exchange.sendResponseHeaders(200, WEIGHTS.length);
              exchange.getResponseBody().write(WEIGHTS, 0, 100_000);
              exchange.getResponseBody().flush();
              awaitQuietly(interrupted);
            });
    FetchListener tellsWhenBegun =
        new FetchListener() {
          @Override
          public void say(String line) {}

          @Override
          public void downloaded(long bytes, long total) {
            if (bytes == 100_000) {
              begun.countDown();
            }
          }
        };
    WeightCache cache =
        new WeightCache(cacheFolder, server.client(), limits(WEIGHTS.length, 5), tellsWhenBegun);
    ExecutorService one = Executors.newSingleThreadExecutor();
    Future<Path> download = one.submit(() -> cache.fetch(url, digest));
    begun.await();
    one.shutdownNow();
    assertThatThrownBy(download::get).hasCauseInstanceOf(InterruptedException.class);
    interrupted.countDown();
    assertThat(cache().fetch(url, digest)).hasBinaryContent(WEIGHTS);
    assertThat(server.requests()).containsExactly("/resnet.pth", "/resnet.pth bytes=100000-");
  }

  @Test
  void liesWhereCachesLie() {
    Path home = Path.of("/home/ada");
    assertThat(WeightCache.usualFolder(Map.of(), home))
        .isEqualTo(Path.of("/home/ada/.cache/tagstream"));
    assertThat(WeightCache.usualFolder(Map.of("XDG_CACHE_HOME", "/var/cache"), home))
        .isEqualTo(Path.of("/var/cache/tagstream"));
    assertThat(WeightCache.usualFolder(Map.of("TAGSTREAM_CACHE", "/big"), home))
        .isEqualTo(Path.of("/big"));
  }

  private WeightCache cache() {
    return cache(WEIGHTS.length, 5);
  }

  private WeightCache cache(long maxBytes, int attempts) {
    return cache(server.client(), limits(maxBytes, attempts));
  }

  private WeightCache cache(HttpClient client, FetchLimits limits) {
    FetchListener listener =
        new FetchListener() {
          @Override
          public void say(String line) {
            said.add(line);
          }

          @Override
          public void downloaded(long bytes, long total) {}
        };
    return new WeightCache(cacheFolder, client, limits, listener);
  }

  private static FetchLimits limits(long maxBytes, int attempts) {
    return new FetchLimits(
        maxBytes, Duration.ofSeconds(10), Duration.ofSeconds(10), attempts, Duration.ZERO);
  }

  private static HttpsFiles.Answer redirect(String location) {
    return exchange -> {
      exchange.getResponseHeaders().set("Location", location);
      exchange.sendResponseHeaders(302, -1);
    };
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException serverIsStopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<String> besides(Path file) throws IOException {
    try (Stream<Path> files = Files.list(requireNonNull(file.getParent()))) {
      return files.map(other -> other.getFileName().toString()).toList();
    }
  }
}
