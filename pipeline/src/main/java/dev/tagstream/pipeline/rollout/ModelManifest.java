package dev.tagstream.pipeline.rollout;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which model tags from which epoch on, and which models tagged before.
 *
 * @param entries oldest first, at least one; epochs grow
 */
public record ModelManifest(List<Entry> entries) {

  /** The number of entries that a manifest keeps. */
  public static final int MOST_ENTRIES = 50;

  /**
   * A model file.
   *
   * @param file its path on every TaskManager
   * @param sha256 64 lower-case hexadecimal digits
   */
  public record Model(String file, String sha256) {

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    public Model {
      if (file.isBlank()) {
        throw new IllegalArgumentException("a model needs the path of its file");
      }
      if (!SHA256.matcher(sha256).matches()) {
        throw new IllegalArgumentException(
            "sha256 must be 64 hexadecimal digits in lower case but was '%s'".formatted(sha256));
      }
    }
  }

  /**
   * One epoch.
   *
   * @param epoch its number, at least 1; epoch 0 is that of the model the job was started with
   * @param model the model that tags; null for the one that the job was started with
   * @param setAt when it was set
   */
  public record Entry(long epoch, @Nullable Model model, Instant setAt) {

    public Entry {
      if (epoch < 1) {
        throw new IllegalArgumentException("epoch must be at least 1 but was " + epoch);
      }
    }
  }

  public ModelManifest {
    entries = List.copyOf(entries);
    if (entries.isEmpty()) {
      throw new IllegalArgumentException("a manifest has at least one epoch");
    }
    for (int i = 1; i < entries.size(); i++) {
      if (entries.get(i).epoch() <= entries.get(i - 1).epoch()) {
        throw new IllegalArgumentException(
            "epochs must grow but %d follows %d"
                .formatted(entries.get(i).epoch(), entries.get(i - 1).epoch()));
      }
    }
  }

  /** A manifest of a job that has none. */
  public static ModelManifest first(Model model, Instant setAt) {
    return new ModelManifest(List.of(new Entry(1, model, setAt)));
  }

  /** The newest epoch. */
  public Entry current() {
    return entries.get(entries.size() - 1);
  }

  /** This manifest with one more epoch; the oldest ones are dropped. */
  public ModelManifest with(@Nullable Model model, Instant setAt) {
    List<Entry> more = new ArrayList<>(entries);
    more.add(new Entry(current().epoch() + 1, model, setAt));
    return new ModelManifest(more.subList(Math.max(0, more.size() - MOST_ENTRIES), more.size()));
  }

  /**
   * The model before the current one: the last that differs from it, or null for the one that the
   * job was started with.
   */
  public @Nullable Model previous() {
    Model current = current().model();
    for (int i = entries.size() - 2; i >= 0; i--) {
      Model earlier = entries.get(i).model();
      if (!Objects.equals(earlier, current)) {
        return earlier;
      }
    }
    return null;
  }
}
