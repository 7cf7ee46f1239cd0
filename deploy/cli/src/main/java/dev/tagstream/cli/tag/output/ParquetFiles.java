package dev.tagstream.cli.tag.output;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Parquet files of answers that belong together. */
interface ParquetFiles {

  /** Those that are there, in their order. */
  List<Path> existing() throws IOException;

  /** The file that is written next: a new one, or an old one whose rows come first in it. */
  Path next() throws IOException;

  /** Of {@link #existing}, those whose rows are written into the next one, too. */
  List<Path> carriedOver() throws IOException;

  /** The answers of a file, except for the last file of a run. */
  int rowsInAFile();

  /** Whether there should be a file, even if it has no rows. */
  boolean isOneExpected();

  /** Where answers are kept as lines until they are written. */
  Path journal();

  /** What a file is called until it is whole. */
  Path unfinished();

  /** Deletes those that are there. */
  void clear() throws IOException;
}
