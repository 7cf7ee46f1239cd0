package dev.tagstream.cli.drift;

/**
 * A model as a result names it.
 *
 * @param name from its contract
 * @param sha256 of its file
 */
record TaggedBy(String name, String sha256) {

  /** The digits that tell models apart for people. */
  private static final int SHORT_DIGITS = 12;

  /** Whether a user means it by this name or by the first digits of its SHA-256. */
  boolean isMeantBy(String nameOrDigits) {
    return name.equals(nameOrDigits) || sha256.startsWith(nameOrDigits);
  }

  @Override
  public String toString() {
    String digits =
        sha256.length() <= SHORT_DIGITS ? sha256 : sha256.substring(0, SHORT_DIGITS) + "…";
    return "%s (SHA-256 %s)".formatted(name, digits);
  }
}
