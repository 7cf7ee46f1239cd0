package dev.tagstream.cli.verify;

import dev.tagstream.console.UserErrorException;
import dev.tagstream.pipeline.model.ModelContract;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The known tags of images, from a file. */
final class KnownTags implements TagSource {

  private final Path file;
  private final Map<String, Answer> answers;

  /**
   * Creates the source.
   *
   * @param file the origin of the tags
   * @param answers by the image's id
   */
  KnownTags(Path file, Map<String, Answer> answers) {
    this.file = file;
    this.answers = answers;
  }

  @Override
  public boolean knows(String id) {
    return answers.containsKey(id);
  }

  @Override
  public Set<String> demanded() {
    return answers.keySet();
  }

  @Override
  public void requireSameClasses(ModelContract model) {
    int count = model.output().classes();
    answers.forEach(
        (id, answer) -> {
          for (int index : answer.classes()) {
            if (index >= count) {
              throw new UserErrorException(
                  "%s: %s has a tag of class %d but %s has %d classes"
                      .formatted(file, id, index, model.name(), count));
            }
          }
        });
  }

  @Override
  public Question prepare(String id, byte[] encoded) {
    Answer answer = answers.get(id);
    if (answer == null) {
      throw new IllegalArgumentException(file + " has no tags of " + id);
    }
    return () -> answer;
  }

  @Override
  public @Nullable Cost cost() {
    return null;
  }

  @Override
  public void close() {}
}
