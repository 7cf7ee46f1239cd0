package dev.tagstream.cli.doctor.check;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The findings so far. Safe for use by several threads. */
public final class Findings {

  private final Consumer<Finding> listener;
  private final List<Finding> all = new ArrayList<>();

  /**
   * Starts without findings.
   *
   * @param listener receives each finding at once
   */
  public Findings(Consumer<Finding> listener) {
    this.listener = listener;
  }

  /** Adds a finding without a problem. */
  public void ok(String check, String message) {
    add(new Finding(check, Verdict.OK, message, null));
  }

  /** Adds a warning: the job runs, but not as intended. */
  public void warning(String check, String message, String remedy) {
    add(new Finding(check, Verdict.WARNING, message, remedy));
  }

  /** Adds a failure: the job does not start, or fails soon. */
  public void failure(String check, String message, String remedy) {
    add(new Finding(check, Verdict.FAILURE, message, remedy));
  }

  /** Adds a warning with the text of a refusal. */
  public void warning(String check, Refusal refusal) {
    warning(check, refusal.message(), refusal.remedy());
  }

  /** Adds a failure with the text of a refusal. */
  public void failure(String check, Refusal refusal) {
    failure(check, refusal.message(), refusal.remedy());
  }

  private synchronized void add(Finding finding) {
    all.add(finding);
    listener.accept(finding);
  }

  /** All findings, in the order in which they were added. */
  public synchronized List<Finding> all() {
    return List.copyOf(all);
  }

  /** The number of findings with a verdict. */
  public long count(Verdict verdict) {
    return all().stream().filter(finding -> finding.verdict() == verdict).count();
  }
}
