package dev.tagstream.cli.doctor.machine;

import java.util.Locale;

/** Formats sizes with a unit. */
final class Bytes {

  private static final double MEGABYTE = 1e6;
  private static final double GIGABYTE = 1e9;

  private Bytes() {}

  /** A size in decimal units, such as {@code 9.6 MB} or {@code 25.2 GB}. */
  static String words(long bytes) {
    return bytes < GIGABYTE
        ? String.format(Locale.ROOT, "%.1f MB", bytes / MEGABYTE)
        : String.format(Locale.ROOT, "%.1f GB", bytes / GIGABYTE);
  }
}
