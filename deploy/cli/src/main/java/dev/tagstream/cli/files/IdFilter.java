package dev.tagstream.cli.files;

import dev.tagstream.console.UserErrorException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.PatternSyntaxException;

/**
 * Selects files by id. A pattern without a slash, such as {@code *.jpg}, applies to the last name
 * in an id, a pattern with a slash to the whole id.
 */
public final class IdFilter implements Predicate<String> {

  private final List<PathMatcher> included;
  private final List<PathMatcher> excluded;

  /**
   * A filter.
   *
   * @param include patterns of which an id must match one, unless there are none
   * @param exclude patterns of which an id may match none
   * @throws UserErrorException if one is not a glob pattern
   */
  public IdFilter(List<String> include, List<String> exclude) {
    this.included = include.stream().map(pattern -> matcher("--include", pattern)).toList();
    this.excluded = exclude.stream().map(pattern -> matcher("--exclude", pattern)).toList();
  }

  @Override
  public boolean test(String id) {
    Path path = Path.of(id);
    return (included.isEmpty() || included.stream().anyMatch(matcher -> matcher.matches(path)))
        && excluded.stream().noneMatch(matcher -> matcher.matches(path));
  }

  private static PathMatcher matcher(String option, String pattern) {
    try {
      PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
      return pattern.contains("/") ? matcher : path -> matcher.matches(path.getFileName());
    } catch (PatternSyntaxException e) {
      throw new UserErrorException(
          "%s must be a glob pattern such as '*.jpg' but was '%s': %s"
              .formatted(option, pattern, e.getDescription()));
    }
  }
}
