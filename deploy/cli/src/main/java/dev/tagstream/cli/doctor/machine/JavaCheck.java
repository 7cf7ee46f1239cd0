package dev.tagstream.cli.doctor.machine;

import dev.tagstream.cli.doctor.check.Check;
import dev.tagstream.cli.doctor.check.Findings;
import java.util.Set;

/** Checks the Java version of this process. */
public final class JavaCheck implements Check.Examination {

  /** The Java versions that Flink is tested with; this build is tested with the first. */
  private static final Set<Integer> TESTED = Set.of(17, 21);

  @Override
  public void examine(Findings findings) {
    String java =
        "%s on %s %s, %d processors"
            .formatted(
                System.getProperty("java.version"),
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors());
    if (!TESTED.contains(Runtime.version().feature())) {
      findings.warning("java", java + ": Flink is not tested with it", "run it with Java 17 or 21");
    } else if (!System.getProperty("os.name").equals("Linux")
        || !System.getProperty("os.arch").equals("amd64")) {
      findings.warning(
          "java", java + ": the job is untested there", "compare tags with: tagstream verify");
    } else {
      findings.ok("java", java);
    }
  }
}
