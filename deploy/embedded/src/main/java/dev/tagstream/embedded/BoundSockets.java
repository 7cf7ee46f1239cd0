package dev.tagstream.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.server.ServerSocketFactory;

/** Server sockets that are bound to free loopback ports first and given to Kafka afterwards. */
final class BoundSockets implements ServerSocketFactory, AutoCloseable {

  private final Map<String, ServerSocketChannel> channels = new ConcurrentHashMap<>();

  /** Binds a listener's socket to a free port and returns its address. */
  InetSocketAddress bind(String listener) throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open();
    channels.put(listener, channel);
    channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
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

  /** Closes the sockets that nobody came for. */
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
