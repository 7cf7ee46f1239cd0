package dev.tagstream.cli.demo;

import dev.tagstream.cli.results.Outcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts the outcomes of each published image. */
final class Tally {

  private final Map<@Nullable String, Integer> answersById = new HashMap<>();
  private final List<Outcome> outcomes = new ArrayList<>();
  private final int published;

  /**
   * Expects one outcome for each id.
   *
   * @param ids of the published images, each once
   */
  Tally(Collection<String> ids) {
    ids.forEach(id -> answersById.put(id, 0));
    published = ids.size();
  }

  void add(Outcome outcome) {
    outcomes.add(outcome);
    // an unknown id has one outcome too many
    answersById.compute(outcome.id(), (id, answers) -> answers == null ? 2 : answers + 1);
  }

  /** The outcomes so far, in the order of their arrival. */
  List<Outcome> outcomes() {
    return outcomes;
  }

  int published() {
    return published;
  }

  /** Whether every published image has exactly one outcome, and there are no others. */
  boolean isExact() {
    return answersById.values().stream().allMatch(answers -> answers == 1);
  }

  /** One line for each id that does not have exactly one outcome, sorted. */
  List<String> faults() {
    return answersById.entrySet().stream()
        .filter(entry -> entry.getValue() != 1)
        .map(entry -> (entry.getValue() == 0 ? "lost: " : "one too many: ") + entry.getKey())
        .sorted()
        .toList();
  }
}
