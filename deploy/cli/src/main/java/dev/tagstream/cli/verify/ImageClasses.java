package dev.tagstream.cli.verify;

import dev.tagstream.schemas.model.Label;
import dev.tagstream.schemas.model.Labels;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The classes that images show, as their paths tell: a folder with the name or the WordNet id of a
 * label, or a file whose name begins with the WordNet id, such as {@code n01440764_10026.JPEG}.
 * Case does not matter, and blanks, hyphens, underscores and slashes are the same.
 */
final class ImageClasses {

  private static final Pattern SEPARATORS = Pattern.compile("[\\s_/-]+");
  private static final Pattern WORDNET_ID = Pattern.compile("(n\\d{8})[._].*");

  private final Map<String, Set<Integer>> byName = new HashMap<>();

  ImageClasses(Labels labels) {
    int index = 0;
    for (Label label : labels.classes()) {
      add(label.name(), index);
      String wnid = label.wnid();
      if (wnid != null) {
        add(wnid, index);
      }
      index++;
    }
  }

  private void add(String name, int index) {
    byName.computeIfAbsent(normalized(name), key -> new HashSet<>()).add(index);
  }

  /**
   * What an image shows.
   *
   * @param id its path below the folder of images
   * @return the indexes of the classes of that name; empty if the path tells none
   */
  Set<Integer> of(String id) {
    int slash = id.lastIndexOf('/');
    Matcher file = WORDNET_ID.matcher(id.substring(slash + 1));
    if (file.matches()) {
      return byName.getOrDefault(file.group(1), Set.of());
    }
    String folder = slash < 0 ? "" : id.substring(id.lastIndexOf('/', slash - 1) + 1, slash);
    return byName.getOrDefault(normalized(folder), Set.of());
  }

  private static String normalized(String name) {
    return SEPARATORS.matcher(name).replaceAll("-").toLowerCase(Locale.ROOT);
  }
}
