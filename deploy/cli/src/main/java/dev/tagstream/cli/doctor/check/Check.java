package dev.tagstream.cli.doctor.check;

/**
 * Checks one part of a set-up.
 *
 * @param name of the part, such as {@code java}
 * @param examination that it runs
 */
public record Check(String name, Examination examination) {

  /** Examines a part and reports findings. */
  @FunctionalInterface
  public interface Examination {

    /**
     * Runs the examination. Problems are findings; exceptions are bugs or unforeseen.
     *
     * @throws Exception if something unforeseen happens
     */
    void examine(Findings findings) throws Exception;
  }
}
