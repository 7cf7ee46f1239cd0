package dev.tagstream.cli.demo;

import dev.tagstream.cli.page.FolderClasses;
import dev.tagstream.cli.page.KnownClass;
import dev.tagstream.cli.results.Outcome;
import dev.tagstream.pipeline.model.ModelContract;
import dev.tagstream.schemas.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Top-1 accuracy on the images whose folder says what they show, see {@link FolderClasses}.
 * Rejected images are left out.
 */
final class FolderAccuracy {

  private final FolderClasses classes;
  private int labelled;
  private int correct;

  /**
   * Begins to count.
   *
   * @param model whose labels folders may be named after
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

  /** What the folder says that a tagged image shows; null if it says nothing. */
  @Nullable KnownClass known(Outcome.Result result) {
    List<Tag> tags = result.avro().getTags();
    return tags.isEmpty()
        ? classes.known(result.id(), null, null)
        : classes.known(result.id(), tags.get(0).getLabel(), tags.get(0).getWnid());
  }

  /** How many tagged images lay in a folder named after a label. */
  int labelled() {
    return labelled;
  }

  /** The share of them whose best tag was that label, in percent; NaN if there are none. */
  double percent() {
    return 100.0 * correct / labelled;
  }
}
