package dev.tagstream.cli.files;

import dev.tagstream.console.Console;
import java.util.ArrayList;
import java.util.List;

/** Collects files to report: counts all, and names the first ones. */
public final class NamedFiles {

  private static final int MAX_NAMED = 20;

  private final List<String> lines = new ArrayList<>();
  private long count;

  /** Adds a file with the line that describes it. */
  public void add(String line) {
    count++;
    if (lines.size() < MAX_NAMED) {
      lines.add(line);
    }
  }

  public long count() {
    return count;
  }

  public void tell(Console console) {
    lines.forEach(console::say);
    if (count > lines.size()) {
      console.say("and %d more files".formatted(count - lines.size()));
    }
  }
}
