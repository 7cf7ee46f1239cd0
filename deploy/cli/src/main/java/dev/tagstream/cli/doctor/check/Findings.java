package dev.tagstream.cli.doctor.check;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What the checks found so far. Safe for use by several threads. */
public final class Findings {

  private final Consumer<Finding> listener;
  private final List<Finding> all = new ArrayList<>();

  /**
   * Nothing is found yet.
   *
   * @param listener told of each finding as it comes
   */
  public Findings(Consumer<Finding> listener) {
    this.listener = listener;
  }

  /** All is well. */
  public void ok(String check, String message) {
    add(new Finding(check, Verdict.OK, message, null));
  }

  /** The job runs, but not as one would wish. */
  public void warning(String check, String message, String remedy) {
    add(new Finding(check, Verdict.WARNING, message, remedy));
  }

  /** The job does not start, or not for long. */
  public void failure(String check, String message, String remedy) {
    add(new Finding(check, Verdict.FAILURE, message, remedy));
  }

  /** As {@link #warning(String, String, String)}, in the words of a refusal. */
  public void warning(String check, Refusal refusal) {
    warning(check, refusal.message(), refusal.remedy());
  }

  /** As {@link #failure(String, String, String)}, in the words of a refusal. */
  public void failure(String check, Refusal refusal) {
    failure(check, refusal.message(), refusal.remedy());
  }

  private synchronized void add(Finding finding) {
    all.add(finding);
    listener.accept(finding);
  }

  /** In the order in which they were found. */
  public synchronized List<Finding> all() {
    return List.copyOf(all);
  }

  /** How many have a verdict. */
  public long count(Verdict verdict) {
    return all().stream().filter(finding -> finding.verdict() == verdict).count();
  }
}
