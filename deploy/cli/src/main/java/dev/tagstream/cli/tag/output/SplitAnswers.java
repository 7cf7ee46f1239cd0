package dev.tagstream.cli.tag.output;

import java.io.IOException;

/**
 * Tags to one place, rejects to another.
 *
 * @param tags gets the images with tags
 * @param rejects gets the others
 */
record SplitAnswers(Answers tags, Answers rejects) implements Answers {

  @Override
  public boolean has(String id) throws IOException {
    return tags.has(id) || rejects.has(id);
  }

  @Override
  public long before() {
    return tags.before() + rejects.before();
  }

  @Override
  public void add(Answer answer) throws IOException {
    if (answer instanceof Answer.Tagged) {
      tags.add(answer);
    } else {
      rejects.add(answer);
    }
  }

  @Override
  public void close() throws IOException {
    try (tags) {
      rejects.close();
    }
  }
}
