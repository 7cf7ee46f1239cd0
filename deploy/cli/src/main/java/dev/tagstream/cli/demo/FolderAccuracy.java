package dev.tagstream.cli.demo;

import dev.tagstream.cli.results.Outcome;
import dev.tagstream.pipeline.model.ModelContract;
import dev.tagstream.schemas.ImageTags;
import dev.tagstream.schemas.model.Label;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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

  private final Set<String> names;
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
    this.names =
        labelNames(model).map(FolderAccuracy::normalize).collect(Collectors.toUnmodifiableSet());
    this.rootName = rootName;
  }

  void add(Outcome.Result result) {
    String folder = normalize(parentName(result.id()));
    if (names.contains(folder)) {
      labelled++;
      correct += topNames(result.avro()).anyMatch(folder::equals) ? 1 : 0;
    }
  }

  /** How many tagged images lay in a folder named after a label. */
  int labelled() {
    return labelled;
  }

  /** The share of them whose best tag was that label, in percent; NaN if there are none. */
  double percent() {
    return 100.0 * correct / labelled;
  }

  private static Stream<String> labelNames(ModelContract model) {
    List<Label> labels = model.labels().classes();
    return labels.isEmpty()
        ? IntStream.range(0, model.output().classes()).mapToObj(String::valueOf)
        : labels.stream().flatMap(label -> names(label.name(), label.wnid()));
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
