import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;

/**
 * Overwrites a CUDA library's machine code for all architectures but one with zeros, so that it
 * packs well: {@code java KeepArchitecture.java LIBRARY 90}. The library still loads: the driver
 * takes the code of the card's own architecture and looks at no other.
 *
 * <p>Such code lies in containers, each with entries of a header and a payload; both headers give
 * their own length and that of what follows.
 */
public final class KeepArchitecture {

  private static final int CONTAINER_MAGIC = 0xBA55ED50;
  private static final int LEAST_HEADER = 16;

  private KeepArchitecture() {}

  public static void main(String... arguments) throws IOException {
    Path library = Path.of(arguments[0]);
    int kept = Integer.parseInt(arguments[1]);
    Map<Integer, Long> bytesByArchitecture = new TreeMap<>();
    try (FileChannel file =
        FileChannel.open(library, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer all =
          file.map(FileChannel.MapMode.READ_WRITE, 0, file.size()).order(ByteOrder.LITTLE_ENDIAN);
      for (int at = 0; at <= all.limit() - LEAST_HEADER; ) {
        at = all.getInt(at) == CONTAINER_MAGIC ? keep(all, at, kept, bytesByArchitecture) : at + 8;
      }
    }
    System.err.println(library.getFileName() + " had bytes by architecture " + bytesByArchitecture);
    if (!bytesByArchitecture.containsKey(kept)) {
      System.err.println(library + " has no code for " + kept + "; choose one that is there");
      System.exit(2);
    }
  }

  /** One container; gives where it ends. */
  private static int keep(ByteBuffer all, int container, int kept, Map<Integer, Long> bytes) {
    int at = container + Short.toUnsignedInt(all.getShort(container + 6));
    int end = Math.toIntExact(at + all.getLong(container + 8));
    while (at < end) {
      int payload = at + all.getInt(at + 4);
      int length = Math.toIntExact(all.getLong(at + 8));
      int architecture = all.getInt(at + 28);
      bytes.merge(architecture, (long) length, Long::sum);
      if (architecture != kept) {
        all.put(payload, new byte[length]);
      }
      at = payload + length;
    }
    return end;
  }
}
