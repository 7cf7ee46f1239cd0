package dev.tagstream.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.server.ServerSocketFactory;

/** Server sockets that are bound to loopback ports first and given to Kafka afterwards. */
final class BoundSockets implements ServerSocketFactory, AutoCloseable {

  private final Map<String, ServerSocketChannel> channels = new ConcurrentHashMap<>();

  /**
   * Binds a listener's socket and returns its address.
   *
   * @param port the port, or 0 for a free one
   * @throws java.net.BindException if the port is in use
   */
  InetSocketAddress bind(String listener, int port) throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open();
    channels.put(listener, channel);
    channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return (InetSocketAddress) channel.getLocalAddress();
  }

  @Override
  public ServerSocketChannel openServerSocket(
      String listener, InetSocketAddress address, int backlog, int receiveBufferBytes)
      throws IOException {
    ServerSocketChannel channel = channels.remove(listener);
    if (channel == null) {
      throw new IOException("listener " + listener + " has no bound socket");
    }
    channel.configureBlocking(false);
    return channel;
  }

  /** Closes the sockets that were not handed out. */
  @Override
  public void close() {
    channels.values().forEach(BoundSockets::close);
    channels.clear();
  }

  private static void close(ServerSocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
