package dev.tagstream.export.source;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A real https server on a free loopback port, with a certificate made for it. */
final class HttpsFiles implements AutoCloseable {

  /** Answers a request. */
  @FunctionalInterface
  interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  private static final String PASSWORD = "only-for-this-test";

  private final SSLContext tls;
  private final HttpsServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> requests = new CopyOnWriteArrayList<>();

  private HttpsFiles(SSLContext tls, HttpsServer server) {
    this.tls = tls;
    this.server = server;
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    server.setExecutor(threads);
    server.start();
  }

  /** Starts a server with a key from {@link #makeKey}. */
  static HttpsFiles start(Path key) throws IOException, GeneralSecurityException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    return new HttpsFiles(context(key), HttpsServer.create(new InetSocketAddress(loopback, 0), 0));
  }

  /** Makes a key; the JDK has no public way to make a certificate but this tool of its own. */
  static Path makeKey(Path folder) throws IOException, InterruptedException {
    Path store = folder.resolve("server.p12");
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    Process process =
        new ProcessBuilder(
                List.of(
                    keytool.toString(),
                    "-genkeypair",
                    "-keyalg",
                    "EC",
                    "-dname",
                    "CN=localhost",
                    "-ext",
                    "san=ip:127.0.0.1,dns:localhost",
                    "-storetype",
                    "PKCS12",
                    "-storepass",
                    PASSWORD,
                    "-keystore",
                    store.toString()))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    if (process.waitFor() != 0) {
      throw new IOException(Files.readString(folder.resolve("keytool.log")));
    }
    return store;
  }

  private static SSLContext context(Path store) throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, PASSWORD.toCharArray());
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("server", keys.getCertificate("mykey"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  /** A client that trusts this server and nobody else. */
  HttpClient client() {
    return HttpClient.newBuilder().sslContext(tls).build();
  }

  /** Answers requests for a path; each is noted. */
  URI serve(String path, Answer answer) {
    server.createContext(
        path,
        exchange -> {
          String range = exchange.getRequestHeaders().getFirst("Range");
          requests.add(exchange.getRequestURI().getPath() + (range == null ? "" : " " + range));
          try (exchange) {
            answer.to(exchange);
          }
        });
    return url(path);
  }

  URI url(String path) {
    return URI.create("https://localhost:" + server.getAddress().getPort() + path);
  }

  /** Sends a file whole, or the rest of it that was asked for if it is still the same. */
  static Answer file(byte[] content, String tag) {
    return exchange -> {
      exchange.getResponseHeaders().set("ETag", tag);
      int from = from(exchange, tag);
      if (from > 0) {
        exchange
            .getResponseHeaders()
            .set(
                "Content-Range",
                "bytes %d-%d/%d".formatted(from, content.length - 1, content.length));
      }
      exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
      exchange.getResponseBody().write(content, from, content.length - from);
    };
  }

  /** Announces a file whole but sends only its beginning. */
  static Answer breakingOff(byte[] content, String tag, int after) {
    return exchange -> {
      exchange.getResponseHeaders().set("ETag", tag);
      exchange.sendResponseHeaders(200, content.length);
      exchange.getResponseBody().write(content, 0, after);
      exchange.getResponseBody().flush();
    };
  }

  private static int from(HttpExchange exchange, String tag) {
    String range = exchange.getRequestHeaders().getFirst("Range");
    String only = exchange.getRequestHeaders().getFirst("If-Range");
    if (range == null || (only != null && !only.equals(tag))) {
      return 0;
    }
    return Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
  }

  /** The path of each request, and its range. */
  List<String> requests() {
    return requests;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
