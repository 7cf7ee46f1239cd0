package dev.tagstream.pipeline.metric;

import java.util.List;

/** The largest value of each bucket of a distribution, ascending. */
final class Bounds {

  /** From 100 us to 10 s. */
  static final List<Long> MICROS =
      List.of(
          100L,
          250L,
          500L,
          1_000L,
          2_500L,
          5_000L,
          10_000L,
          25_000L,
          50_000L,
          100_000L,
          250_000L,
          500_000L,
          1_000_000L,
          2_500_000L,
          10_000_000L);

  /** From 10 ms to an hour: a job that was down catches up. */
  static final List<Long> MILLIS =
      List.of(
          10L,
          25L,
          50L,
          100L,
          250L,
          500L,
          1_000L,
          2_500L,
          5_000L,
          10_000L,
          30_000L,
          60_000L,
          300_000L,
          900_000L,
          3_600_000L);

  static final List<Long> IMAGES = List.of(1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L);

  /** Narrower towards 1, where the scores of certain models are. */
  static final List<Long> MILLIONTHS =
      List.of(
          100_000L, 200_000L, 300_000L, 400_000L, 500_000L, 600_000L, 700_000L, 800_000L, 900_000L,
          950_000L, 990_000L, 999_000L);

  private Bounds() {}
}
