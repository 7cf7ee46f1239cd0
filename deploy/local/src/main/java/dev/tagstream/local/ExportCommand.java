package dev.tagstream.local;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code tagstream export}. */
@Command(name = "export")
final class ExportCommand implements Callable<Integer> {

  @Override
  public Integer call() {
    return 1;
  }
}
