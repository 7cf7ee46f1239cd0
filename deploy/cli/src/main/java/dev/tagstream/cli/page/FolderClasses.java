package dev.tagstream.cli.page;

import dev.tagstream.pipeline.model.ModelContract;
import dev.tagstream.schemas.model.Label;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What images show by the name of their parent folder: the name, or the WordNet id, of one of the
 * model's labels. Case does not matter, and blanks, hyphens, underscores and slashes are the same.
 */
public final class FolderClasses {

  private static final Pattern SEPARATORS = Pattern.compile("[\\s_/-]+");

  /** Labels by their names and WordNet ids, as folders may write them. */
  private final Map<String, String> labels = new HashMap<>();

  private final String rootName;

  /**
   * Prepares the names of a model's labels.
   *
   * @param model whose labels folders may be named after; their indexes where it names none
   * @param rootName the name of the folder that ids are relative to; empty if there is none
   */
  public FolderClasses(ModelContract model, String rootName) {
    IntStream.range(0, model.output().classes())
        .mapToObj(model.labels()::of)
        .forEach(this::addNames);
    this.rootName = rootName;
  }

  private void addNames(Label label) {
    names(label.name(), label.wnid())
        .forEach(name -> labels.putIfAbsent(normalized(name), label.name()));
  }

  /**
   * What the folder says that a tagged image shows; null if it says nothing.
   *
   * @param id the image's path
   * @param best the label of the best tag; null if the image has no tag
   * @param bestWnid its WordNet id; null if it has none
   */
  public @Nullable KnownClass known(String id, @Nullable String best, @Nullable String bestWnid) {
    String folder = normalized(parentName(id));
    String label = labels.get(folder);
    if (label == null) {
      return null;
    }
    boolean right =
        best != null
            && names(best, bestWnid).map(FolderClasses::normalized).anyMatch(folder::equals);
    return new KnownClass(label, right, null);
  }

  private static Stream<String> names(String label, @Nullable String wnid) {
    return wnid == null ? Stream.of(label) : Stream.of(label, wnid);
  }

  private String parentName(String id) {
    int end = id.lastIndexOf('/');
    return end < 0 ? rootName : id.substring(id.lastIndexOf('/', end - 1) + 1, end);
  }

  private static String normalized(String name) {
    return SEPARATORS.matcher(name).replaceAll("-").toLowerCase(Locale.ROOT);
  }
}
