package dev.tagstream.cli.doctor.machine;

import java.util.Locale;

/** Writes sizes with a unit, for people. */
final class Bytes {

  private static final double MEGABYTE = 1e6;
  private static final double GIGABYTE = 1e9;

  private Bytes() {}

  /** As {@code 9.6 MB} or {@code 25.2 GB}, decimal. */
  static String words(long bytes) {
    return bytes < GIGABYTE
        ? String.format(Locale.ROOT, "%.1f MB", bytes / MEGABYTE)
        : String.format(Locale.ROOT, "%.1f GB", bytes / GIGABYTE);
  }
}
