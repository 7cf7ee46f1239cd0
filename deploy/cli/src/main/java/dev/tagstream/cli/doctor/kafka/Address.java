package dev.tagstream.cli.doctor.kafka;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The address of a broker in the configuration.
 *
 * @param host name or address
 * @param port 0 to 65535
 */
record Address(String host, int port) {

  private static final Pattern HOST_AND_PORT = Pattern.compile("\\[?(.+?)\\]?:(\\d{1,5})");

  private static final int MAX_PORT = 65535;

  private static final int CONNECT_MILLIS = 3000;

  /** Parses {@code host:port,host:port...}. Skips invalid parts, which Kafka's client reports. */
  static List<Address> parse(String bootstrapServers) {
    return Stream.of(bootstrapServers.split(",", -1))
        .map(String::strip)
        .map(HOST_AND_PORT::matcher)
        .filter(Matcher::matches)
        .map(address -> new Address(address.group(1), Integer.parseInt(address.group(2))))
        .filter(address -> address.port() <= MAX_PORT)
        .toList();
  }

  /** Tries to connect. Returns the problem; empty if the connection succeeds. */
  Optional<String> problem() {
    InetSocketAddress resolved = new InetSocketAddress(host, port);
    if (resolved.isUnresolved()) {
      return Optional.of("unknown host");
    }
    try (Socket socket = new Socket()) {
      socket.connect(resolved, CONNECT_MILLIS);
      return Optional.empty();
    } catch (IOException refused) {
      return Optional.of(String.valueOf(refused.getMessage()));
    }
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
