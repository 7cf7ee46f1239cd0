package dev.tagstream.cli.demo;

import dev.tagstream.cli.page.KnownClass;
import dev.tagstream.cli.results.Outcome;
import dev.tagstream.pipeline.model.ModelContract;
import dev.tagstream.schemas.ImageTags;
import dev.tagstream.schemas.model.Label;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Top-1 accuracy on images whose folder names their class: the parent folder has the name or the
 * WordNet id of one of the model's labels. Case does not matter; spaces, hyphens, underscores and
 * slashes are equal. Rejected images do not count.
 */
final class FolderAccuracy {

  private static final Pattern SEPARATORS = Pattern.compile("[\\s_/-]+");

  /** The labels by normalized name and WordNet id. */
  private final Map<String, String> labels = new HashMap<>();

  private final String rootName;
  private int labelled;
  private int correct;

  /**
   * Starts to count.
   *
   * @param model whose labels may be the names of folders; its class indexes if it has no labels
   * @param rootName the name of the folder that ids are relative to
   */
  FolderAccuracy(ModelContract model, String rootName) {
    classes(model)
        .forEach(
            label ->
                names(label.name(), label.wnid())
                    .forEach(name -> labels.putIfAbsent(normalize(name), label.name())));
    this.rootName = rootName;
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
    String folder = normalize(parentName(result.id()));
    String label = labels.get(folder);
    return label == null
        ? null
        : new KnownClass(label, topNames(result.avro()).anyMatch(folder::equals), null);
  }

  /** The number of tagged images in folders with the name of a label. */
  int labelled() {
    return labelled;
  }

  /** The share of these images whose best tag is the label, in percent; NaN if there are none. */
  double percent() {
    return 100.0 * correct / labelled;
  }

  private static Stream<Label> classes(ModelContract model) {
    return IntStream.range(0, model.output().classes()).mapToObj(model.labels()::of);
  }

  private static Stream<String> topNames(ImageTags tags) {
    return tags.getTags().stream()
        .limit(1)
        .flatMap(tag -> names(tag.getLabel(), tag.getWnid()))
        .map(FolderAccuracy::normalize);
  }

  private static Stream<String> names(String label, @Nullable String wnid) {
    return wnid == null ? Stream.of(label) : Stream.of(label, wnid);
  }

  private String parentName(String id) {
    int end = id.lastIndexOf('/');
    return end < 0 ? rootName : id.substring(id.lastIndexOf('/', end - 1) + 1, end);
  }

  private static String normalize(String name) {
    return SEPARATORS.matcher(name).replaceAll("-").toLowerCase(Locale.ROOT);
  }
}
