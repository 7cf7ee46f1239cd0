package dev.tagstream.cli.tag.output;

/** When a record of a text file ends. */
enum RecordEnd {
  /** With its line. */
  LINE_FEED,
  /** With a line that ends outside of double quotes, as in CSV. */
  LINE_FEED_OUTSIDE_QUOTES;

  /** Whether double quotes hide line feeds. */
  boolean heedsQuotes() {
    return this == LINE_FEED_OUTSIDE_QUOTES;
  }
}
