package dev.tagstream.cli.rejects;

import java.util.ArrayList;
import java.util.List;

/**
 * A set of offsets as sorted ranges with gaps between them.
 *
 * @param ranges in ascending order
 */
record OffsetRanges(List<Range> ranges) {

  static final OffsetRanges NONE = new OffsetRanges(List.of());

  private static final String BETWEEN_RANGES = ",";
  private static final char BETWEEN_ENDS = '-';

  /** The offsets from {@code from} to {@code to}, the latter excluded; at least one. */
  record Range(long from, long to) {

    Range {
      if (from < 0 || to <= from) {
        throw new IllegalArgumentException("no offsets are from %d to %d".formatted(from, to));
      }
    }
  }

  OffsetRanges {
    ranges = List.copyOf(ranges);
  }

  /**
   * The offsets from {@code from} to {@code to}, the latter excluded, without the holes.
   *
   * @param holes the offsets to leave out, sorted
   */
  static OffsetRanges between(long from, long to, long... holes) {
    OffsetRanges all = NONE;
    long begin = from;
    for (long hole : holes) {
      all = hole > begin ? all.with(begin, hole) : all;
      begin = hole + 1;
    }
    return to > begin ? all.with(begin, to) : all;
  }

  boolean contains(long offset) {
    return ranges.stream().anyMatch(range -> range.from() <= offset && offset < range.to());
  }

  /** The union with the offsets from {@code from} to {@code to}, the latter excluded. */
  OffsetRanges with(long from, long to) {
    List<Range> joined = new ArrayList<>();
    long joinedFrom = from;
    long joinedTo = to;
    for (Range range : ranges) {
      if (range.to() < joinedFrom || range.from() > joinedTo) {
        joined.add(range);
      } else {
        joinedFrom = Math.min(joinedFrom, range.from());
        joinedTo = Math.max(joinedTo, range.to());
      }
    }
    Range added = new Range(joinedFrom, joinedTo);
    int place = (int) joined.stream().filter(range -> range.to() < added.from()).count();
    joined.add(place, added);
    return new OffsetRanges(joined);
  }

  /**
   * Parses the output of {@link #toString}.
   *
   * @throws IllegalArgumentException for any other text
   */
  static OffsetRanges parse(String text) {
    OffsetRanges parsed = NONE;
    for (String range : text.split(BETWEEN_RANGES, -1)) {
      int between = range.indexOf(BETWEEN_ENDS);
      if (between < 0) {
        throw new IllegalArgumentException("'%s' is not a range of offsets".formatted(range));
      }
      parsed =
          parsed.with(
              Long.parseLong(range.substring(0, between)),
              Long.parseLong(range.substring(between + 1)));
    }
    return parsed;
  }

  /** The ranges, such as {@code 0-120,150-300}; the end of each is excluded. */
  @Override
  public String toString() {
    return String.join(
        BETWEEN_RANGES,
        ranges.stream()
            .map(range -> range.from() + String.valueOf(BETWEEN_ENDS) + range.to())
            .toList());
  }
}
