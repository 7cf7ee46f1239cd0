package dev.tagstream.embedded;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/** Passes requests on to a server, one in each connection, and does some of them harm. */
public final class FaultyRoad implements Closeable {

  /** What happens to a request or its answer. */
  public enum Fault {
    /** It passes. */
    NONE,
    /** It is answered 503. */
    SLOW_DOWN,
    /** It is answered 500. */
    SERVER_ERROR,
    /** The answer lacks its last 100 bytes. */
    CUT,
    /** The answer comes at 5 kB a second. */
    SLOW
  }

  private static final int BYTES_CUT_OFF = 100;

  private static final int SLOW_BYTES = 100;
  private static final long SLOW_NANOS = 20_000_000;

  private final int target;
  private final ServerSocket server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
  private volatile String broken = " none ";

  /**
   * Opens a road to a server on this machine.
   *
   * @param target its port
   */
  public FaultyRoad(int target) throws IOException {
    this.target = target;
    threads.execute(this::accept);
  }

  /** Where requests come in, such as {@code http://127.0.0.1:49152}. */
  public String endpoint() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  /** What happens to the next requests; the others pass. */
  public Queue<Fault> faults() {
    return faults;
  }

  /** Requests of a path with this get errors for ever. */
  public void breakFor(String part) {
    broken = part;
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        threads.execute(() -> pass(client));
      }
    } catch (IOException closed) {
      // the test is over
    }
  }

  private void pass(Socket client) {
    try (client;
        Socket upstream = new Socket(InetAddress.getLoopbackAddress(), target)) {
      String head = head(client.getInputStream());
      Fault fault = fault(head);
      switch (fault) {
        case SLOW_DOWN -> answer(client, "503 Slow Down");
        case SERVER_ERROR -> answer(client, "500 Internal Server Error");
        default -> {
          String once = head.replaceFirst("\r\n", "\r\nConnection: close\r\n");
          upstream.getOutputStream().write(once.getBytes(ISO_8859_1));
          copy(upstream.getInputStream(), client.getOutputStream(), fault);
        }
      }
    } catch (IOException over) {
      // one of both has gone
    }
  }

  private Fault fault(String head) {
    String path = head.substring(0, head.indexOf('\r'));
    if (path.contains(broken) && !path.contains("list-type")) {
      return Fault.SERVER_ERROR;
    }
    Fault next = faults.poll();
    return next == null ? Fault.NONE : next;
  }

  /** The head of a request without a body, but for its own word on the connection. */
  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    for (int next = in.read(); next >= 0; next = in.read()) {
      head.write(next);
      if (next == '\n' && head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
        return head.toString(ISO_8859_1).replaceAll("(?i)\r\nConnection: [^\r]*", "");
      }
    }
    throw new IOException("no request");
  }

  private static void answer(Socket client, String status) throws IOException {
    client
        .getOutputStream()
        .write(
            "HTTP/1.1 %s\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
                .formatted(status)
                .getBytes(ISO_8859_1));
  }

  private static void copy(InputStream from, OutputStream to, Fault fault) throws IOException {
    if (fault == Fault.CUT) {
      byte[] all = from.readAllBytes();
      to.write(all, 0, Math.max(0, all.length - BYTES_CUT_OFF));
    } else if (fault == Fault.SLOW) {
      for (byte[] some = from.readNBytes(SLOW_BYTES); some.length > 0; ) {
        to.write(some);
        to.flush();
        LockSupport.parkNanos(SLOW_NANOS);
        some = from.readNBytes(SLOW_BYTES);
      }
    } else {
      from.transferTo(to);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    threads.shutdownNow();
  }
}
