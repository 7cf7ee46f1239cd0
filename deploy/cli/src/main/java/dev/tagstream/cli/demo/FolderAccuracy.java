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
 * Top-1 accuracy on the images whose folder says what they show: those whose parent folder has the
 * name, or the WordNet id, of one of the model's labels. Case does not matter, and blanks, hyphens,
 * underscores and slashes are the same. Rejected images are left out.
 */
final class FolderAccuracy {

  private static final Pattern SEPARATORS = Pattern.compile("[\\s_/-]+");

  /** Labels by their names and WordNet ids, as folders may write them. */
  private final Map<String, String> labels = new HashMap<>();

  private final String rootName;
  private int labelled;
  private int correct;

  /**
   * Begins to count.
   *
   * @param model whose labels folders may be named after; their indexes where it names none
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

  /** What the folder says that a tagged image shows; null if it says nothing. */
  @Nullable KnownClass known(Outcome.Result result) {
    String folder = normalize(parentName(result.id()));
    String label = labels.get(folder);
    return label == null
        ? null
        : new KnownClass(label, topNames(result.avro()).anyMatch(folder::equals), null);
  }

  /** How many tagged images lay in a folder named after a label. */
  int labelled() {
    return labelled;
  }

  /** The share of them whose best tag was that label, in percent; NaN if there are none. */
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
