package dev.tagstream.pipeline.objects.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tagstream.pipeline.objects.store.ObjectPage;
import dev.tagstream.pipeline.objects.store.ObjectUnavailableException;
import dev.tagstream.pipeline.objects.store.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a small server that answers as S3 does, also on its bad days. */
final class S3StoreTest {

  private static final String ETAG = "\"0a1b\"";
  private static final Pattern TOKEN = Pattern.compile("continuation-token=(\\d+)");
  private static final byte[] BODY = new byte[300_000];

  static {
    new Random(1).nextBytes(BODY);
  }

  private final Queue<Integer> failures = new ConcurrentLinkedQueue<>();
  private final Queue<Integer> cuts = new ConcurrentLinkedQueue<>();
  private final Queue<String> ranges = new ConcurrentLinkedQueue<>();

  private HttpServer server;
  private ExecutorService threads;
  private S3Store store;

  @BeforeEach
  void start() throws Exception {
    System.setProperty("aws.accessKeyId", "id");
    System.setProperty("aws.secretAccessKey", "secret");
    threads = Executors.newCachedThreadPool();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
    store =
        new S3Store(
            new S3Settings("http://127.0.0.1:" + server.getAddress().getPort(), "us-east-1"));
  }

  @AfterEach
  void stop() {
    store.close();
    server.stop(0);
    threads.shutdownNow();
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }

  @Test
  void listsPageByPage() throws Exception {
    List<StoredObject> objects = new ArrayList<>();
    List<String> tokens = new ArrayList<>();
    ObjectPage page = store.list("s3://images/cats/", null);
    objects.addAll(page.objects());
    while (page.next() != null) {
      tokens.add(page.next());
      page = store.list("s3://images/cats/", page.next());
      objects.addAll(page.objects());
    }

    assertThat(tokens).containsExactly("2", "4");
    assertThat(objects)
        .extracting(StoredObject::uri)
        .containsExactly(
            "s3://images/cats/0 ü.jpg",
            "s3://images/cats/1 ü.jpg",
            "s3://images/cats/2 ü.jpg",
            "s3://images/cats/3 ü.jpg",
            "s3://images/cats/4 ü.jpg");
    assertThat(objects.get(0)).isEqualTo(object("cats/0 ü.jpg"));
  }

  @Test
  void asksAgainAfterAnswersThatPass() throws Exception {
    failures.addAll(List.of(503, 500));

    assertThat(store.list("s3://images/cats/", null).objects()).hasSize(2);
    assertThat(failures).isEmpty();

    failures.add(503);
    assertThat(read(object("cat.jpg"), 0)).isEqualTo(BODY);
    assertThat(failures).isEmpty();
  }

  @Test
  void goesOnWhereABodyWasCutOff() throws Exception {
    cuts.addAll(List.of(100_000, 70_000));

    assertThat(read(object("cat.jpg"), 0)).isEqualTo(BODY);

    assertThat(cuts).isEmpty();
    assertThat(ranges).hasSize(3).startsWith("");
  }

  @Test
  void givesUpOnABodyThatNeverComes() {
    cuts.addAll(List.of(0, 0, 0, 0, 0, 0, 0, 0));

    assertThatThrownBy(() -> read(object("cat.jpg"), 0)).isInstanceOf(IOException.class);
  }

  @Test
  void readsFromAnyByte() throws Exception {
    assertThat(read(object("cat.jpg"), 299_000))
        .isEqualTo(Arrays.copyOfRange(BODY, 299_000, 300_000));
    assertThat(ranges).containsExactly("bytes=299000-");
  }

  @Test
  void tellsWhatIsNotToBeHad() {
    assertUnavailable(404, ObjectUnavailableException.Cause.NOT_FOUND);
    assertUnavailable(403, ObjectUnavailableException.Cause.NOT_ALLOWED);
    assertUnavailable(412, ObjectUnavailableException.Cause.CHANGED);
  }

  private void assertUnavailable(int status, ObjectUnavailableException.Cause why) {
    failures.add(status);
    assertThatThrownBy(() -> read(object("cat.jpg"), 0))
        .isInstanceOfSatisfying(
            ObjectUnavailableException.class, e -> assertThat(e.why()).isEqualTo(why))
        .hasMessageStartingWith("s3://images/cat.jpg ");
  }

  @Test
  void saysWhichUrisItTakes() {
    assertThatThrownBy(() -> store.list("s3://", null))
        .hasMessage("s3:// is not of the form s3://bucket/key");
  }

  private byte[] read(StoredObject object, long offset) throws IOException {
    try (InputStream stream = store.open(object, offset)) {
      return stream.readAllBytes();
    }
  }

  private static StoredObject object(String key) {
    return new StoredObject("s3://images/" + key, BODY.length, ETAG);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Integer failure = failures.poll();
      String query = exchange.getRequestURI().getQuery();
      if (failure != null) {
        exchange.sendResponseHeaders(failure, -1);
      } else if (query != null && query.contains("list-type=2")) {
        list(exchange, query);
      } else {
        body(exchange);
      }
    }
  }

  private static void list(HttpExchange exchange, String query) throws IOException {
    Matcher token = TOKEN.matcher(query);
    int from = token.find() ? Integer.parseInt(token.group(1)) : 0;
    StringBuilder xml = new StringBuilder("<ListBucketResult>");
    for (int i = from; i < Math.min(from + 2, 5); i++) {
      xml.append(
          "<Contents><Key>cats/%d ü.jpg</Key><Size>%d</Size><ETag>%s</ETag></Contents>"
              .formatted(i, BODY.length, ETAG));
    }
    boolean isTruncated = from + 2 < 5;
    xml.append("<IsTruncated>").append(isTruncated).append("</IsTruncated>");
    if (isTruncated) {
      xml.append("<NextContinuationToken>%d</NextContinuationToken>".formatted(from + 2));
    }
    byte[] bytes = xml.append("</ListBucketResult>").toString().getBytes(UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/xml");
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private void body(HttpExchange exchange) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    ranges.add(range == null ? "" : range);
    int from = range == null ? 0 : Integer.parseInt(range.replaceAll("[^0-9]", ""));
    exchange.getResponseHeaders().add("ETag", ETAG);
    int length = BODY.length - from;
    exchange.sendResponseHeaders(range == null ? 200 : 206, length);
    Integer cut = cuts.poll();
    exchange.getResponseBody().write(BODY, from, cut == null ? length : Math.min(cut, length));
  }
}
