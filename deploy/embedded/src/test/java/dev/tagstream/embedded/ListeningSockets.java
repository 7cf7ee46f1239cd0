package dev.tagstream.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** The addresses at which a process waits for connections, as Linux tells. */
public final class ListeningSockets {

  private static final String LISTEN = "0A";
  private static final int LOCAL_ADDRESS = 1;
  private static final int STATE = 3;
  private static final int INODE = 9;

  private ListeningSockets() {}

  /** Of a process of this user. */
  public static List<InetAddress> of(ProcessHandle process) throws IOException {
    Path folder = Path.of("/proc", String.valueOf(process.pid()));
    Set<String> own = inodes(folder.resolve("fd"));
    List<InetAddress> addresses = new ArrayList<>();
    for (String table : List.of("tcp", "tcp6")) {
      for (String line : Files.readAllLines(folder.resolve("net").resolve(table))) {
        List<String> columns = List.of(line.strip().split("\\s+", -1));
        if (columns.get(STATE).equals(LISTEN) && own.contains(columns.get(INODE))) {
          addresses.add(address(columns.get(LOCAL_ADDRESS)));
        }
      }
    }
    return addresses;
  }

  /** Of the sockets that the process has open. */
  private static Set<String> inodes(Path descriptors) throws IOException {
    Set<String> inodes = new HashSet<>();
    try (DirectoryStream<Path> open = Files.newDirectoryStream(descriptors)) {
      for (Path descriptor : open) {
        try {
          String target = Files.readSymbolicLink(descriptor).toString();
          if (target.startsWith("socket:[")) {
            inodes.add(target.substring(8, target.length() - 1));
          }
        } catch (NoSuchFileException closedMeanwhile) {
          // then it does not listen either
        }
      }
    }
    return inodes;
  }

  /** Words of four bytes, each in the order of the processor. */
  private static InetAddress address(String addressAndPort) throws IOException {
    byte[] words =
        HexFormat.of().parseHex(addressAndPort.substring(0, addressAndPort.indexOf(':')));
    ByteBuffer address = ByteBuffer.allocate(words.length);
    ByteBuffer from = ByteBuffer.wrap(words);
    address.order(ByteOrder.nativeOrder());
    while (from.hasRemaining()) {
      address.putInt(from.getInt());
    }
    return InetAddress.getByAddress(address.array());
  }
}
