package dev.tagstream.pipeline.fetch;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/**
 * Distinguishes public addresses from those of internal networks, by the ranges that IANA reserves.
 */
final class AddressRules {

  /** IPv4 ranges that are not public, and 192.88.99.0/24, the former 6to4 relays. */
  private static final List<Range> RESERVED_4 =
      List.of(
          new Range(8, 0),
          new Range(8, 10),
          new Range(10, 100, 64),
          new Range(8, 127),
          new Range(16, 169, 254),
          new Range(12, 172, 16),
          new Range(24, 192, 0, 0),
          new Range(24, 192, 0, 2),
          new Range(24, 192, 88, 99),
          new Range(16, 192, 168),
          new Range(15, 198, 18),
          new Range(24, 198, 51, 100),
          new Range(24, 203, 0, 113),
          new Range(3, 224));

  private static final Range GLOBAL_6 = new Range(3, 0x20);

  /**
   * Ranges within the global IPv6 addresses that are not public: protocols such as Teredo,
   * documentation, 6to4.
   */
  private static final List<Range> RESERVED_6 =
      List.of(
          new Range(23, 0x20, 0x01, 0x00),
          new Range(32, 0x20, 0x01, 0x0d, 0xb8),
          new Range(16, 0x20, 0x02),
          new Range(20, 0x3f, 0xff, 0x00));

  /** fd00:ec2::254, as dangerous as 169.254.169.254 but unique-local. */
  private static final byte[] AWS_METADATA_6 = {
    (byte) 0xfd, 0, 0x0e, (byte) 0xc2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x02, 0x54
  };

  private AddressRules() {}

  /**
   * Whether an address is public. An address that embeds an IPv4 address, such as a mapped one,
   * 6to4 or NAT64, is not.
   */
  static boolean isPublic(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (address instanceof Inet4Address) {
      return RESERVED_4.stream().noneMatch(range -> range.contains(bytes));
    }
    return GLOBAL_6.contains(bytes)
        && RESERVED_6.stream().noneMatch(range -> range.contains(bytes));
  }

  /**
   * Whether an address belongs to one network link and never to a host name, as those of metadata
   * services do.
   */
  static boolean isNeverNamed(InetAddress address) {
    byte[] bytes = address.getAddress();
    return address.isLinkLocalAddress()
        || address.isMulticastAddress()
        || address.isAnyLocalAddress()
        || (address instanceof Inet4Address && (bytes[0] == 0 || (bytes[0] & 0xFF) >= 240))
        || Arrays.equals(bytes, AWS_METADATA_6);
  }

  /** The addresses that begin with the bits of a prefix. */
  private record Range(int bits, int... prefix) {

    boolean contains(byte[] address) {
      for (int bit = 0; bit < bits; bit += 8) {
        int value = bit / 8 < prefix.length ? prefix[bit / 8] : 0;
        int mask = bits - bit >= 8 ? 0xFF : (0xFF << (8 - (bits - bit))) & 0xFF;
        if (((address[bit / 8] ^ value) & mask) != 0) {
          return false;
        }
      }
      return true;
    }
  }
}
