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
 * Finds the class of an image in its path: a folder with the name or the WordNet id of a label, or
 * a file name that begins with a WordNet id, such as {@code n01440764_10026.JPEG}. Case does not
 * matter; spaces, hyphens, underscores and slashes are equal.
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
   * The classes that a path names.
   *
   * @param id the path of an image below the folder of images
   * @return the indexes of the classes with this name; empty if the path names none
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
