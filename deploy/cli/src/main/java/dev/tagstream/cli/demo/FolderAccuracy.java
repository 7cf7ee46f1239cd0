package dev.tagstream.cli.demo;

import dev.tagstream.cli.page.FolderClasses;
import dev.tagstream.cli.page.KnownClass;
import dev.tagstream.cli.results.Outcome;
import dev.tagstream.pipeline.model.ModelContract;
import dev.tagstream.schemas.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Top-1 accuracy on images whose folder names their class, see {@link FolderClasses}. Rejected
 * images do not count.
 */
final class FolderAccuracy {

  private final FolderClasses classes;
  private int labelled;
  private int correct;

  /**
   * Starts to count.
   *
   * @param model whose labels may be the names of folders
   * @param rootName the name of the folder that ids are relative to
   */
  FolderAccuracy(ModelContract model, String rootName) {
    this.classes = new FolderClasses(model, rootName);
  }

  void add(Outcome.Result result) {
    KnownClass known = known(result);
    if (known != null) {
      labelled++;
      correct += known.right() ? 1 : 0;
    }
  }

  /** The class that a tagged image's folder names; null if it names none. */
  @Nullable KnownClass known(Outcome.Result result) {
    List<Tag> tags = result.avro().getTags();
    return tags.isEmpty()
        ? classes.known(result.id(), null, null)
        : classes.known(result.id(), tags.get(0).getLabel(), tags.get(0).getWnid());
  }

  /** The number of tagged images in folders with the name of a label. */
  int labelled() {
    return labelled;
  }

  /** The share of these images whose best tag is the label, in percent; NaN if there are none. */
  double percent() {
    return 100.0 * correct / labelled;
  }
}
