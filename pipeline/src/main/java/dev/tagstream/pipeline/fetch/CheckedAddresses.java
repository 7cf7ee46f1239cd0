package dev.tagstream.pipeline.fetch;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Resolves and checks host names for the HTTP client, which connects to exactly these addresses.
 */
final class CheckedAddresses implements DnsResolver {

  /** A host has an address that images must not be fetched from. */
  static final class ForbiddenException extends UnknownHostException {

    private static final long serialVersionUID = 1L;

    ForbiddenException(String message) {
      super(message);
    }
  }

  /** Looks up the addresses of a name. */
  @FunctionalInterface
  interface Names {
    InetAddress[] addresses(String host) throws UnknownHostException;
  }

  private final AllowList allowed;
  private final Names names;

  CheckedAddresses(AllowList allowed, Names names) {
    this.allowed = allowed;
    this.names = names;
  }

  /** All addresses of a host; refuses the host if one of them is forbidden. */
  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    InetAddress[] addresses = names.addresses(host);
    for (InetAddress address : addresses) {
      require(host, address);
    }
    return addresses;
  }

  private void require(String host, InetAddress address) throws ForbiddenException {
    String literal = address.getHostAddress();
    boolean isNamed = allowed.mayBePrivate(host) || allowed.mayBePrivate("[" + host + "]");
    boolean isItself = host.equals(literal) || host.equals("[" + literal + "]");
    boolean isForbidden =
        AddressRules.isNeverNamed(address)
            ? !(isNamed && isItself)
            : !isNamed && !AddressRules.isPublic(address);
    if (isForbidden) {
      throw new ForbiddenException(
          "has the address %s, which is not public; %s.private-hosts does not allow it"
              .formatted(literal, allowed.options()));
    }
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }
}
