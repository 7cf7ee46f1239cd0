package dev.tagstream.pipeline.fetch;

import dev.tagstream.pipeline.bytes.ByteRange;
import java.io.IOException;
import java.io.InputStream;
import java.net.UnknownHostException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Gets images by https, and by http if that is allowed. Connects only to checked addresses: it uses
 * no proxies, cookies or credentials, and follows redirects itself.
 */
final class WebSource implements UriSource {

  private static final int MAX_REDIRECTS = 3;
  private static final int MAX_HEADER_CHARS = 16 << 10;
  private static final int MAX_HEADERS = 100;

  private final AllowList allowed;
  private final FetchLimits limits;
  private final ScheduledExecutorService timer;
  private final CloseableHttpClient client;

  WebSource(
      AllowList allowed,
      FetchLimits limits,
      ScheduledExecutorService timer,
      CheckedAddresses addresses,
      SSLContext tls) {
    this.allowed = allowed;
    this.limits = limits;
    this.timer = timer;
    this.client =
        HttpClients.custom()
            .setConnectionManager(connections(limits, addresses, tls))
            .setDefaultRequestConfig(
                RequestConfig.custom()
                    .setResponseTimeout(Timeout.of(limits.times().firstByte()))
                    .setRedirectsEnabled(false)
                    .setAuthenticationEnabled(false)
                    .build())
            .setUserAgent("tagstream")
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableCookieManagement()
            .disableAuthCaching()
            .disableContentCompression()
            .disableDefaultUserAgent()
            .build();
  }

  private static PoolingHttpClientConnectionManager connections(
      FetchLimits limits, CheckedAddresses addresses, SSLContext tls) {
    Http1Config http =
        Http1Config.custom()
            .setMaxLineLength(MAX_HEADER_CHARS)
            .setMaxHeaderCount(MAX_HEADERS)
            .build();
    return PoolingHttpClientConnectionManagerBuilder.create()
        .setDnsResolver(addresses)
        .setTlsSocketStrategy(new DefaultClientTlsStrategy(tls))
        .setConnectionFactory(
            ManagedHttpClientConnectionFactory.builder().http1Config(http).build())
        .setMaxConnTotal(limits.maxImages())
        .setMaxConnPerRoute(limits.maxImages())
        .setDefaultConnectionConfig(
            ConnectionConfig.custom()
                .setConnectTimeout(Timeout.of(limits.times().connect()))
                .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                .setSocketTimeout(Timeout.of(limits.times().firstByte()))
                .build())
        .setDefaultTlsConfig(
            TlsConfig.custom().setHandshakeTimeout(Timeout.of(limits.times().firstByte())).build())
        .build();
  }

  @Override
  public ByteRange get(ImageUri uri, Room room)
      throws IOException, UnfetchableException, SlowDownException, NoRoomException {
    return read(
        uri,
        (from, body, announcedBytes) ->
            new ImageBody(from, limits.maxImageBytes()).read(body, announcedBytes, room));
  }

  @Override
  public <T> T read(ImageUri uri, BodyReader<T> reader)
      throws IOException, UnfetchableException, SlowDownException, NoRoomException {
    AtomicReference<HttpGet> current = new AtomicReference<>();
    AtomicBoolean isLate = new AtomicBoolean();
    ScheduledFuture<?> end =
        timer.schedule(
            () -> {
              isLate.set(true);
              cancel(current.get());
            },
            limits.times().total().toMillis(),
            TimeUnit.MILLISECONDS);
    try {
      return follow(uri, reader, current, isLate);
    } catch (CheckedAddresses.ForbiddenException forbidden) {
      throw UnfetchableException.notAllowed(uri.toString(), String.valueOf(forbidden.getMessage()));
    } catch (UnknownHostException unknown) {
      throw new IOException("no address is known for " + uri.host(), unknown);
    } catch (IOException failed) {
      throw isLate.get() ? late(failed) : failed;
    } catch (IllegalStateException cancelled) {
      // the client's exception for a request that was cancelled before it had a connection
      if (isLate.get()) {
        throw late(cancelled);
      }
      throw cancelled;
    } finally {
      end.cancel(false);
    }
  }

  private IOException late(Exception cause) {
    return new IOException(
        "it has not arrived completely in %d ms".formatted(limits.times().total().toMillis()),
        cause);
  }

  private static void cancel(@Nullable HttpGet request) {
    if (request != null) {
      request.cancel();
    }
  }

  private <T> T follow(
      ImageUri first, BodyReader<T> reader, AtomicReference<HttpGet> current, AtomicBoolean isLate)
      throws IOException, UnfetchableException, SlowDownException, NoRoomException {
    ImageUri uri = first;
    for (int redirects = 0; ; redirects++) {
      HttpGet request = new HttpGet(uri.toUri());
      request.setHeader(HttpHeaders.ACCEPT_ENCODING, "identity");
      current.set(request);
      if (isLate.get()) {
        request.cancel();
      }
      try (ClassicHttpResponse answer = client.executeOpen(null, request, null)) {
        if (!isRedirect(answer.getCode())) {
          return bodyOrCancel(request, uri, answer, reader);
        }
        if (redirects == MAX_REDIRECTS) {
          throw UnfetchableException.notAllowed(
              first.toString(), "redirects more than %d times".formatted(MAX_REDIRECTS));
        }
        uri = target(first, uri, header(answer, HttpHeaders.LOCATION));
      }
    }
  }

  private static boolean isRedirect(int status) {
    return switch (status) {
      case 301, 302, 303, 307, 308 -> true;
      default -> false;
    };
  }

  /**
   * The target of a redirect. The error for a forbidden target also names the URI that led there.
   */
  private ImageUri target(ImageUri first, ImageUri from, @Nullable String location)
      throws UnfetchableException {
    if (location == null) {
      throw UnfetchableException.notAllowed(first.toString(), "redirects to nowhere");
    }
    try {
      ImageUri target = allowed.require(from.redirected(location));
      if (target.scheme().equals(ImageUri.S3)) {
        throw UnfetchableException.notAllowed(
            target.toString(), "is not a valid target of a redirect");
      }
      return target;
    } catch (UnfetchableException refused) {
      throw UnfetchableException.notAllowed(
          first.toString(), "redirects to a forbidden place: " + refused.detail());
    }
  }

  private static <T> T bodyOrCancel(
      HttpGet request, ImageUri uri, ClassicHttpResponse answer, BodyReader<T> reader)
      throws IOException, UnfetchableException, SlowDownException, NoRoomException {
    try {
      return body(uri, answer, reader);
    } catch (Throwable refused) {
      // closing the answer would read the rest of the body, however long that is or takes
      request.cancel();
      throw refused;
    }
  }

  private static <T> T body(ImageUri uri, ClassicHttpResponse answer, BodyReader<T> reader)
      throws IOException, UnfetchableException, SlowDownException, NoRoomException {
    Answers.requireOk(uri, answer.getCode(), header(answer, HttpHeaders.RETRY_AFTER));
    HttpEntity entity = answer.getEntity();
    if (entity == null) {
      return reader.read(uri, InputStream.nullInputStream(), 0);
    }
    return reader.read(uri, entity.getContent(), entity.getContentLength());
  }

  private static @Nullable String header(ClassicHttpResponse answer, String name) {
    Header header = answer.getFirstHeader(name);
    return header == null ? null : header.getValue();
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
