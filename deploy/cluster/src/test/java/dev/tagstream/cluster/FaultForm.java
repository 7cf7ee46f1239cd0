package dev.tagstream.cluster;

/**
 * The two forms of the tests of faults. The short one has every fault; the long one, {@code
 * -Dfaults.long=true}, sends more events and freezes for longer.
 */
final class FaultForm {

  private static final boolean LONG = Boolean.getBoolean("faults.long");

  private FaultForm() {}

  /** The number for the form that runs. */
  static int of(int inShort, int inLong) {
    return LONG ? inLong : inShort;
  }
}
