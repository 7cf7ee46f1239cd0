package dev.tagstream.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A broker that can fall silent, as a frozen process or a host without network does: connections
 * stay open and new ones are taken, but nothing comes back until it answers again.
 */
public final class GatedBroker implements AutoCloseable {

  private final ServerSocket gate;
  private final EmbeddedBroker broker;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final Object opening = new Object();
  private boolean silent;

  private GatedBroker(ServerSocket gate, EmbeddedBroker broker) {
    this.gate = gate;
    this.broker = broker;
  }

  /** Starts a broker that answers. */
  public static GatedBroker start() throws IOException {
    ServerSocket gate = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    String advertised = "BROKER://127.0.0.1:" + gate.getLocalPort();
    EmbeddedBroker broker =
        EmbeddedBroker.start(
            new EmbeddedBroker.Access(
                "PLAINTEXT", Map.of("advertised.listeners", advertised), List.of()));
    GatedBroker gated = new GatedBroker(gate, broker);
    start("gate", gated::accept);
    return gated;
  }

  /** Where clients reach it, {@code 127.0.0.1:port}. */
  public String bootstrapServers() {
    return "127.0.0.1:" + gate.getLocalPort();
  }

  /** Lets nothing through any more. */
  public void fallSilent() {
    synchronized (opening) {
      silent = true;
    }
  }

  /** Lets everything through again, first what waited. */
  public void answerAgain() {
    synchronized (opening) {
      silent = false;
      opening.notifyAll();
    }
  }

  @Override
  public void close() throws IOException {
    answerAgain();
    broker.close();
    gate.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket client = gate.accept();
        Socket server = new Socket();
        server.connect(address(broker.bootstrapServers()));
        sockets.add(client);
        sockets.add(server);
        start("gate in", () -> forward(client, server));
        start("gate out", () -> forward(server, client));
      }
    } catch (IOException closed) {
      // the gate is closed
    }
  }

  private void forward(Socket from, Socket to) {
    byte[] buffer = new byte[1 << 16];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        awaitOpenGate();
        out.write(buffer, 0, count);
      }
    } catch (IOException closed) {
      // one of both sides is closed, which closes the other
    }
  }

  private void awaitOpenGate() {
    synchronized (opening) {
      try {
        while (silent) {
          opening.wait();
        }
      } catch (InterruptedException e) {
        throw new UncheckedIOException(new IOException(e));
      }
    }
  }

  private static InetSocketAddress address(String hostAndPort) {
    int colon = hostAndPort.lastIndexOf(':');
    return new InetSocketAddress(
        hostAndPort.substring(0, colon), Integer.parseInt(hostAndPort.substring(colon + 1)));
  }

  private static void start(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }
}
