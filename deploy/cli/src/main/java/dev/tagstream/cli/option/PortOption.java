package dev.tagstream.cli.option;

import dev.tagstream.console.UserErrorException;

/** The option {@code --port}. */
public final class PortOption {

  private static final int MAX_PORT = 65_535;

  private PortOption() {}

  /**
   * Checks a port.
   *
   * @param least 0 if any free port will do, else 1
   * @throws UserErrorException if it is not a port
   */
  public static void require(int least, int port) {
    if (port < least || port > MAX_PORT) {
      throw new UserErrorException(
          "--port must be from %d to %d but was %d".formatted(least, MAX_PORT, port));
    }
  }
}
