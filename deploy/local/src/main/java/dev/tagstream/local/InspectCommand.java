package dev.tagstream.local;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code tagstream inspect}. */
@Command(name = "inspect")
final class InspectCommand implements Callable<Integer> {

  @Override
  public Integer call() {
    return 1;
  }
}
