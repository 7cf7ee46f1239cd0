package dev.tagstream.cli.tag.output;

/** The end of a record in a text file. */
enum RecordEnd {
  /** At the end of a line. */
  LINE_FEED,
  /** At the end of a line outside double quotes, as in CSV. */
  LINE_FEED_OUTSIDE_QUOTES;

  /** Whether a line feed inside double quotes belongs to the record. */
  boolean heedsQuotes() {
    return this == LINE_FEED_OUTSIDE_QUOTES;
  }
}
