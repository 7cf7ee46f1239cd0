package dev.tagstream.pipeline.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.objects.s3.S3Settings;
import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.record.RejectReason;
import dev.tagstream.pipeline.record.RejectedImage;
import dev.tagstream.pipeline.record.SourceRecord;
import dev.tagstream.pipeline.record.Stage;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against a server that lies, stalls, cuts off and leads astray. */
@Timeout(60)
final class WebSourceTest {

  private static final byte[] CAT = "a cat, as far as anybody here can tell".getBytes(UTF_8);
  private static final int MAX_BYTES = 100_000;
  private static final char[] PASSWORD = "changeit".toCharArray();

  private final Counts counts = new Counts();
  private final Queue<String> names = new ConcurrentLinkedQueue<>();

  private SSLContext tls;
  private ImageServer server;
  private FetchWindow window;

  @BeforeEach
  void start() throws Exception {
    tls = tls();
    server = new ImageServer();
    window = open(server.port(), Duration.ofSeconds(20));
  }

  @AfterEach
  void stop() throws Exception {
    window.close();
    server.close();
  }

  @Test
  void fetchesWhatLiesThere() throws Exception {
    server.on("/cat.jpg?size=large", ImageServer.image(CAT));

    assertThat(fetched(here("/cat.jpg?size=large"))).isEqualTo(CAT);
    assertThat(server.requests()).containsExactly("GET /cat.jpg?size=large HTTP/1.1");
    assertThat(counts.bytes).isEqualTo(CAT.length);
  }

  @Test
  void fetchesBodiesWithoutALengthAndInChunks() throws Exception {
    server.on("/plain", ImageServer.answer("200 OK", CAT));
    server.on(
        "/chunks",
        ImageServer.answer(
            "200 OK\r\nTransfer-Encoding: chunked",
            "3\r\na c\r\n2\r\nat\r\n0\r\n\r\n".getBytes(UTF_8)));
    byte[] large = new byte[MAX_BYTES];
    server.on("/large", ImageServer.answer("200 OK", large));

    assertThat(fetched(here("/plain"))).isEqualTo(CAT);
    assertThat(fetched(here("/chunks"))).isEqualTo("a cat".getBytes(UTF_8));
    assertThat(fetched(here("/large"))).isEqualTo(large);
  }

  @Test
  void tellsWhatIsNotToBeHad() throws Exception {
    server.on("/gone", ImageServer.status("410 Gone"));
    server.on("/forbidden", ImageServer.status("403 Forbidden"));
    server.on("/secret", ImageServer.status("401 Unauthorized\r\nWWW-Authenticate: Basic"));
    server.on("/odd", ImageServer.status("418 I'm a teapot"));
    server.on("/part", ImageServer.status("206 Partial Content"));

    assertRejected(here("/none"), RejectReason.URI_NOT_FOUND, here("/none") + " answers 404");
    assertRejected(here("/gone"), RejectReason.URI_NOT_FOUND, here("/gone") + " answers 410");
    assertRejected(
        here("/forbidden?sig=secret"),
        RejectReason.URI_NOT_FOUND,
        here("/forbidden") + " answers 404");
    assertRejected(
        here("/forbidden"), RejectReason.URI_NOT_ALLOWED, here("/forbidden") + " answers 403");
    assertRejected(here("/secret"), RejectReason.URI_NOT_ALLOWED, here("/secret") + " answers 401");
    assertRejected(here("/odd"), RejectReason.URI_UNREACHABLE, here("/odd") + " answers 418");
    assertRejected(here("/part"), RejectReason.URI_UNREACHABLE, here("/part") + " answers 206");
    assertThat(counts.retries).isZero();
  }

  @Test
  void refusesWhatIsTooLargeByItsHeaderAndWhileItReads() throws Exception {
    server.on("/says", server.silentAfter("HTTP/1.1 200 OK\r\nContent-Length: 100001\r\n\r\n"));
    server.on("/huge", server.silentAfter("HTTP/1.1 200 OK\r\nContent-Length: 9000000000\r\n\r\n"));
    server.on(
        "/endless",
        out -> {
          out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(UTF_8));
          while (true) {
            out.write(new byte[10_000]);
          }
        });

    long begin = System.nanoTime();
    assertRejected(
        here("/says"),
        RejectReason.URI_TOO_LARGE,
        here("/says") + " has 100001 bytes but may have 100000 bytes");
    assertRejected(
        here("/huge"),
        RejectReason.URI_TOO_LARGE,
        here("/huge") + " has 9000000000 bytes but may have 100000 bytes");
    assertThat(Duration.ofNanos(System.nanoTime() - begin))
        .as("nobody waits for the rest")
        .isLessThan(Duration.ofSeconds(5));
    assertRejected(
        here("/endless"),
        RejectReason.URI_TOO_LARGE,
        here("/endless") + " has more but may have 100000 bytes");
  }

  @Test
  void asksAgainAfterWhatMayPass() throws Exception {
    server.on(
        "/cat",
        ImageServer.status("500 Internal Server Error"),
        out -> {},
        ImageServer.answer("200 OK\r\nContent-Length: 1000", CAT),
        ImageServer.image(CAT));

    assertThat(fetched(here("/cat"))).isEqualTo(CAT);
    assertThat(counts.retries).isEqualTo(3);
  }

  @Test
  void givesUpAfterSomeTries() throws Exception {
    server.on("/cut", ImageServer.answer("200 OK\r\nContent-Length: 1000", CAT));

    RejectedImage rejected = rejected(here("/cut"));

    assertThat(rejected.reason()).isEqualTo(RejectReason.URI_UNREACHABLE);
    assertThat(rejected.stage()).isEqualTo(Stage.FETCH);
    assertThat(rejected.detail())
        .startsWith(here("/cut") + " could not be fetched in 4 attempts: ");
    assertThat(server.requests()).hasSize(4);
  }

  @Test
  void givesUpOnServersThatStall() throws Exception {
    window.close();
    window = open(server.port(), Duration.ofMillis(400));
    server.on("/silent", server.silentAfter(""));
    server.on("/stalls", server.silentAfter("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\ncat"));
    server.on(
        "/drips",
        out -> {
          out.write("HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n".getBytes(UTF_8));
          while (true) {
            out.write('.');
            out.flush();
            LockSupport.parkNanos(20_000_000);
          }
        });

    assertThat(rejected(here("/silent")).reason()).isEqualTo(RejectReason.URI_UNREACHABLE);
    assertThat(rejected(here("/stalls")).reason()).isEqualTo(RejectReason.URI_UNREACHABLE);
    assertThat(rejected(here("/drips")).detail())
        .isEqualTo(
            here("/drips")
                + " could not be fetched in 4 attempts: it has not arrived completely in 400"
                + " ms");
  }

  @Test
  void waitsWhenAServerAsksForLessAndNeverRejects() throws Exception {
    ImageServer.Answer busy = ImageServer.status("503 Slow Down");
    ImageServer.Answer tooMany = ImageServer.status("429 Too Many Requests\r\nRetry-After: 0");
    server.on("/cat", busy, tooMany, busy, tooMany, busy, ImageServer.image(CAT));

    assertThat(fetched(here("/cat"))).isEqualTo(CAT);
    assertThat(counts.slowDowns).isEqualTo(5);
    assertThat(counts.retries).isZero();
    assertThat(window.currentLimit()).as("8, halved to 1, and one more for the image").isEqualTo(2);
  }

  @Test
  void followsThreeRedirectsButNotFour() throws Exception {
    server.on("/1", ImageServer.redirect("/2"));
    server.on("/2", ImageServer.redirect(here("/a/3")));
    server.on("/a/3", ImageServer.redirect("4?x=y"));
    server.on("/a/4?x=y", ImageServer.image(CAT));
    server.on("/0", ImageServer.redirect("/1"));

    assertThat(fetched(here("/1"))).isEqualTo(CAT);
    assertRejected(
        here("/0"), RejectReason.URI_NOT_ALLOWED, here("/0") + " redirects more than 3 times");
  }

  @Test
  void checksEachHopOfARedirect() throws Exception {
    for (String location :
        List.of(
            "http://169.254.169.254/latest/meta-data/",
            "http://localhost:%d/cat".formatted(server.port()),
            "//evil.example/cat",
            "file:///etc/passwd",
            "s3://bucket/cat.jpg",
            "/../cat",
            "/%2e%2e/cat",
            "http://user:secret@127.0.0.1:%d/cat".formatted(server.port()),
            "http://127.0.0.1:1/cat",
            "https://127.0.0.1/cat")) {
      server.on("/" + location.hashCode(), ImageServer.redirect(location));
      RejectedImage rejected = rejected(here("/" + location.hashCode()));

      assertThat(rejected.reason()).isEqualTo(RejectReason.URI_NOT_ALLOWED);
      assertThat(rejected.detail()).contains(" redirects to a forbidden place: ");
      assertThat(rejected.detail()).doesNotContain("secret");
    }
    server.on("/nowhere", ImageServer.status("302 Found"));
    assertRejected(
        here("/nowhere"), RejectReason.URI_NOT_ALLOWED, here("/nowhere") + " redirects to nowhere");
  }

  @Test
  void connectsToTheAddressThatItCheckedAndNamesTheHostToTls() throws Exception {
    try (ImageServer secure = new ImageServer(tls.getServerSocketFactory())) {
      secure.on("/cat", ImageServer.image(CAT));
      window.close();
      window = open(secure.port(), Duration.ofSeconds(20));

      assertThat(fetched("https://images.example:%d/cat".formatted(secure.port()))).isEqualTo(CAT);
      assertThat(names).containsExactly("images.example");

      // the same server, but its certificate names another host
      assertThat(rejected("https://other.example:%d/cat".formatted(secure.port())).reason())
          .isEqualTo(RejectReason.URI_UNREACHABLE);
      assertThat(secure.requests()).hasSize(1);
    }
  }

  @Test
  void refusesAHostThatLeadsInside() throws Exception {
    assertRejected(
        "https://rebound.example/cat",
        RejectReason.URI_NOT_ALLOWED,
        "https://rebound.example/cat has the address 169.254.169.254, which is not public;"
            + " tagging.fetch.private-hosts does not allow it");
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void checksTheDigestOfAnEventThatHasOne() throws Exception {
    server.on("/cat", ImageServer.image("cat".getBytes(UTF_8)));
    String digest = "77af778b51abd4a3c51c5ddd97204a9c3ae614ebccb75a606c3b6865aed6744e";

    assertThat(answer(here("/cat"), Map.of("sha256", digest.toUpperCase(Locale.ROOT))))
        .isInstanceOf(FetchAnswer.Here.class);
    String other = "0".repeat(64);
    assertThat(rejected(answer(here("/cat"), Map.of("sha256", other))))
        .satisfies(
            rejected -> {
              assertThat(rejected.reason()).isEqualTo(RejectReason.URI_NOT_FOUND);
              assertThat(rejected.detail())
                  .isEqualTo(
                      here("/cat") + " has the SHA-256 " + digest + " but the event says " + other);
            });
    assertThat(rejected(answer(here("/cat"), Map.of("sha256", "cat"))).reason())
        .isEqualTo(RejectReason.INVALID_EVENT);
  }

  private String here(String path) {
    return "http://127.0.0.1:" + server.port() + path;
  }

  private void assertRejected(String uri, RejectReason reason, String detail) throws Exception {
    RejectedImage rejected = rejected(uri);
    assertThat(rejected.detail()).isEqualTo(detail);
    assertThat(rejected.reason()).isEqualTo(reason);
  }

  private byte[] fetched(String uri) throws Exception {
    FetchAnswer answer = answer(uri, Map.of());
    assertThat(answer).isInstanceOf(FetchAnswer.Here.class);
    ByteRange bytes = ((FetchAnswer.Here) answer).image().bytes();
    byte[] copy = new byte[bytes.length()];
    bytes.asBuffer().get(copy);
    return copy;
  }

  private RejectedImage rejected(String uri) throws Exception {
    return rejected(answer(uri, Map.of()));
  }

  private static RejectedImage rejected(FetchAnswer answer) {
    assertThat(answer).isInstanceOf(FetchAnswer.Rejected.class);
    return ((FetchAnswer.Rejected) answer).rejected();
  }

  private FetchAnswer answer(String uri, Map<String, String> attributes) throws Exception {
    ByteRange none = ByteRange.of(new byte[0]);
    window.add(
        new EncodedImage(
            new SourceRecord("image-events", 0, 7, -1, none), "cat", none, null, attributes, uri));
    assertThat(window.awaitFirst(Duration.ofSeconds(40))).isTrue();
    return requireNonNull(window.poll());
  }

  private FetchWindow open(int port, Duration total) {
    String secure = "https://images.example:" + port;
    String other = "https://other.example:" + port;
    AllowList allowed =
        AllowList.of(
            List.of("http://127.0.0.1:" + server.port(), secure, other, "https://rebound.example"),
            List.of("127.0.0.1", "images.example", "other.example"));
    FetchLimits limits =
        new FetchLimits(
            8,
            10 * MAX_BYTES,
            MAX_BYTES,
            4,
            new FetchLimits.Times(Duration.ofSeconds(5), Duration.ofSeconds(5), total));
    return new Fetching(allowed, new S3Settings(null, null), limits)
        .open(counts, () -> {}, this::addresses, tls);
  }

  private InetAddress[] addresses(String host) throws UnknownHostException {
    names.add(host);
    return new InetAddress[] {
      InetAddress.getByName(host.equals("rebound.example") ? "169.254.169.254" : "127.0.0.1")
    };
  }

  /** A server and a client that trust one certificate, of images.example. */
  private static SSLContext tls() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream file = WebSourceTest.class.getResourceAsStream("server.p12")) {
      store.load(file, PASSWORD);
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, PASSWORD);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("server", store.getCertificate("k"));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private static final class Counts implements FetchCounts {

    private volatile long bytes;
    private volatile int retries;
    private volatile int slowDowns;

    @Override
    public synchronized void fetched(long length, Duration took) {
      bytes += length;
    }

    @Override
    public synchronized void retried() {
      retries++;
    }

    @Override
    public synchronized void slowedDown() {
      slowDowns++;
    }
  }
}
