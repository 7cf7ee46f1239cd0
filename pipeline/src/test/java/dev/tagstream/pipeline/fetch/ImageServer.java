package dev.tagstream.pipeline.fetch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ServerSocketFactory;

/** A server on loopback that answers each path as it is told, also against the protocol. */
public final class ImageServer implements Closeable {

  /** Writes a whole answer, or what there is of it. */
  public interface Answer {
    /** Writes to the connection, which is closed then. */
    void write(OutputStream out) throws IOException, InterruptedException;
  }

  private final ServerSocket server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Queue<Answer>> answers = new ConcurrentHashMap<>();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final Queue<String> requests = new ConcurrentLinkedQueue<>();
  private final CountDownLatch end = new CountDownLatch(1);

  public ImageServer() throws IOException {
    this(ServerSocketFactory.getDefault());
  }

  ImageServer(ServerSocketFactory sockets) throws IOException {
    server = sockets.createServerSocket(0, 100, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  public int port() {
    return server.getLocalPort();
  }

  /** The lines of requests, as they came. */
  public Queue<String> requests() {
    return requests;
  }

  /** Answers of a path, one after another; the last one stays. */
  public ImageServer on(String path, Answer... some) {
    answers.computeIfAbsent(path, any -> new ConcurrentLinkedQueue<>()).addAll(List.of(some));
    return this;
  }

  /** A head with lines of its own, then a body. */
  public static Answer answer(String head, byte[] body) {
    return out -> {
      out.write(("HTTP/1.1 " + head + "\r\nConnection: close\r\n\r\n").getBytes(ISO_8859_1));
      out.write(body);
    };
  }

  /** An image, with its length. */
  public static Answer image(byte[] body) {
    return answer("200 OK\r\nContent-Length: " + body.length, body);
  }

  public static Answer status(String line) {
    return answer(line + "\r\nContent-Length: 0", new byte[0]);
  }

  static Answer redirect(String location) {
    return answer("302 Found\r\nContent-Length: 0\r\nLocation: " + location, new byte[0]);
  }

  /** A head, then nothing more until the server ends. */
  public Answer silentAfter(String text) {
    return out -> {
      out.write(text.getBytes(ISO_8859_1));
      out.flush();
      end.await();
    };
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        sockets.add(socket);
        threads.execute(() -> serve(socket));
      }
    } catch (IOException closed) {
      // the test is over
    }
  }

  private void serve(Socket socket) {
    try (socket;
        BufferedReader in =
            new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1))) {
      String request = in.readLine();
      if (request == null) {
        return;
      }
      requests.add(request);
      for (String line = in.readLine(); line != null && !line.isEmpty(); ) {
        line = in.readLine();
      }
      Queue<Answer> of = answers.get(request.substring(4, request.lastIndexOf(' ')));
      if (of == null) {
        status("404 Not Found").write(socket.getOutputStream());
      } else {
        (of.size() > 1 ? of.remove() : of.element()).write(socket.getOutputStream());
      }
      socket.getOutputStream().flush();
    } catch (IOException | InterruptedException over) {
      // the client has had enough, or the test is over
    } finally {
      sockets.remove(socket);
    }
  }

  @Override
  public void close() throws IOException {
    end.countDown();
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
    threads.shutdownNow();
  }
}
