package dev.tagstream.cli.doctor.check;

/**
 * Looks at one part of a set-up.
 *
 * @param name what is looked at, such as {@code java}
 * @param examination how
 */
public record Check(String name, Examination examination) {

  /** Looks, and says what it finds. */
  @FunctionalInterface
  public interface Examination {

    /**
     * Looks. Findings are values; what is thrown is a bug, or something that nobody thought of.
     *
     * @throws Exception whatever came unforeseen
     */
    void examine(Findings findings) throws Exception;
  }
}
