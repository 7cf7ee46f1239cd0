package dev.tagstream.pipeline.record;

import java.util.Locale;

/** What a model does in its epoch. */
public enum ModelRole {
  /** Tags all images that no canary tags. */
  MAIN,
  /** Tags a share of the images in place of the main model. */
  CANARY,
  /** Runs after the other models; its tags are not the results. */
  SHADOW;

  /** The role in results and for people. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
