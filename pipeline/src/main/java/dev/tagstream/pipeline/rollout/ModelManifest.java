package dev.tagstream.pipeline.rollout;

import dev.tagstream.pipeline.record.ModelEpoch.Canary;
import dev.tagstream.pipeline.record.ModelEpoch.Model;
import dev.tagstream.pipeline.record.ModelRole;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which models tag from which epoch on, and which tagged before.
 *
 * @param entries oldest first, at least one; epochs grow
 */
public record ModelManifest(List<Entry> entries) {

  /** The number of entries that a manifest keeps. */
  public static final int MOST_ENTRIES = 50;

  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  /**
   * One epoch.
   *
   * @param epoch its number, at least 1; epoch 0 is that of the model the job was started with
   * @param model the main model; null for the one that the job was started with
   * @param canary tags a share of the images; null if there is none
   * @param shadow runs beside the others; null if there is none
   * @param stopped the model that the job stopped with this epoch, and why, in one line; null if a
   *     person set the epoch
   * @param setAt when it was set
   */
  public record Entry(
      long epoch,
      @Nullable Model model,
      @Nullable Canary canary,
      @Nullable Model shadow,
      @Nullable String stopped,
      Instant setAt) {

    public Entry {
      requireUsable(model);
      requireUsable(canary == null ? null : canary.model());
      requireUsable(shadow);
      if (epoch < 1) {
        throw new IllegalArgumentException("epoch must be at least 1 but was " + epoch);
      }
      if (canary != null && canary.since() > epoch) {
        throw new IllegalArgumentException(
            "the canary of epoch %d cannot have begun in epoch %d"
                .formatted(epoch, canary.since()));
      }
    }

    private static void requireUsable(@Nullable Model model) {
      if (model == null) {
        return;
      }
      if (model.file().isBlank()) {
        throw new IllegalArgumentException("a model needs the path of its file");
      }
      if (!SHA256.matcher(model.sha256()).matches()) {
        throw new IllegalArgumentException(
            "sha256 must be 64 hexadecimal digits in lower case but was '%s'"
                .formatted(model.sha256()));
      }
    }

    /** An epoch of one model. */
    public Entry(long epoch, @Nullable Model model, Instant setAt) {
      this(epoch, model, null, null, null, setAt);
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

  /** A manifest whose first epoch goes on with the model that the job was started with. */
  public static ModelManifest begin(Instant setAt) {
    return new ModelManifest(List.of(new Entry(1, null, setAt)));
  }

  /** The newest epoch. */
  public Entry current() {
    return entries.get(entries.size() - 1);
  }

  /** This manifest with one more epoch of this model alone; the oldest ones are dropped. */
  public ModelManifest with(@Nullable Model model, Instant setAt) {
    return with(new Entry(next(), model, setAt));
  }

  /**
   * This manifest with one more epoch that has a canary. If it is the one that there is, it keeps
   * its images.
   *
   * @param share above 0 and below 1
   * @param by the attribute whose values are shared out; null for the ids of the images
   */
  public ModelManifest withCanary(Model model, double share, @Nullable String by, Instant setAt) {
    Entry now = current();
    Canary canary = new Canary(model, share, by, since(model, by));
    return with(new Entry(next(), now.model(), canary, now.shadow(), null, setAt));
  }

  /** This manifest with one more epoch that has no canary. */
  public ModelManifest withoutCanary(Instant setAt) {
    Entry now = current();
    return with(new Entry(next(), now.model(), null, now.shadow(), null, setAt));
  }

  private long since(Model model, @Nullable String by) {
    Canary before = current().canary();
    return before != null && before.model().equals(model) && Objects.equals(before.attribute(), by)
        ? before.since()
        : next();
  }

  /** This manifest with one more epoch that has another shadow, or none. */
  public ModelManifest withShadow(@Nullable Model model, Instant setAt) {
    Entry now = current();
    return with(new Entry(next(), now.model(), now.canary(), model, null, setAt));
  }

  /**
   * This manifest with one more epoch in which the canary, or else the shadow, is the only model.
   *
   * @throws IllegalStateException if there is neither
   */
  public ModelManifest promote(Instant setAt) {
    Entry now = current();
    Canary canary = now.canary();
    Model model = canary == null ? now.shadow() : canary.model();
    if (model == null) {
      throw new IllegalStateException("there is neither a canary nor a shadow to promote");
    }
    return with(model, setAt);
  }

  /**
   * This manifest with one more epoch of one model: the main one, if there is a canary, or else the
   * {@link #previous} one.
   */
  public ModelManifest rollBack(Instant setAt) {
    Entry now = current();
    return with(now.canary() == null ? previous() : now.model(), setAt);
  }

  /**
   * This manifest with one more epoch: the models of an epoch, without one that a guard stops.
   *
   * @param epoch in which the guard saw the model
   * @param role canary or shadow
   * @param why one line
   * @return null if there is no such epoch, or it has no model in this role
   */
  public @Nullable ModelManifest stop(long epoch, ModelRole role, String why, Instant setAt) {
    Entry seen = entries.stream().filter(entry -> entry.epoch() == epoch).findFirst().orElse(null);
    if (seen == null) {
      return null;
    }
    Canary canary = seen.canary();
    Model shadow = seen.shadow();
    Model model = role == ModelRole.SHADOW ? shadow : canary == null ? null : canary.model();
    if (model == null) {
      return null;
    }
    return with(
        new Entry(
            next(),
            seen.model(),
            role == ModelRole.CANARY ? null : canary,
            role == ModelRole.SHADOW ? null : shadow,
            "the %s %s was stopped: %s".formatted(role.word(), model.file(), why),
            setAt));
  }

  /**
   * This manifest with one more epoch: the main model that a job goes back to, because it could not
   * swap to the one that is current.
   *
   * @param model null for the one that the job was started with
   * @param why one line
   */
  ModelManifest takeBack(@Nullable Model model, String why, Instant setAt) {
    Model failed = current().model();
    return with(
        new Entry(
            next(),
            model,
            null,
            null,
            "the main model%s was taken back: %s"
                .formatted(failed == null ? "" : " " + failed.file(), why),
            setAt));
  }

  private long next() {
    return current().epoch() + 1;
  }

  private ModelManifest with(Entry entry) {
    List<Entry> more = new ArrayList<>(entries);
    more.add(entry);
    return new ModelManifest(more.subList(Math.max(0, more.size() - MOST_ENTRIES), more.size()));
  }

  /**
   * The main model before the current one: the last that differs from it, or null for the one that
   * the job was started with.
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
