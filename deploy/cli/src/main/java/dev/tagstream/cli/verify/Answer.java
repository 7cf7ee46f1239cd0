package dev.tagstream.cli.verify;

/**
 * A tagger's answer for an image.
 *
 * @param classes indexes of classes: all of a model, or the known ones; must not change
 * @param probabilities one for each of {@code classes}, which has at least one
 */
record Answer(int[] classes, float[] probabilities) {

  /** The index of the best class in both arrays; the first one of equal scores. */
  int best() {
    int best = 0;
    for (int i = 1; i < probabilities.length; i++) {
      if (probabilities[i] > probabilities[best]) {
        best = i;
      }
    }
    return best;
  }
}
