package dev.tagstream.cli.tag.output;

import dev.tagstream.pipeline.record.ImageOutcome;
import dev.tagstream.pipeline.record.TaggedImage;
import java.io.IOException;

/**
 * Writes tagged images and rejects to different targets.
 *
 * @param tags receives the tagged images
 * @param rejects receives the rejects
 */
record SplitAnswers(Answers tags, Answers rejects) implements Answers {

  @Override
  public boolean has(String id, String version) throws IOException {
    return tags.has(id, version) || rejects.has(id, version);
  }

  @Override
  public long before() {
    return tags.before() + rejects.before();
  }

  @Override
  public void add(ImageOutcome answer) throws IOException {
    if (answer instanceof TaggedImage) {
      tags.add(answer);
    } else {
      rejects.add(answer);
    }
  }

  @Override
  public void finish() throws IOException {
    tags.finish();
    rejects.finish();
  }

  @Override
  public void close() throws IOException {
    try (tags) {
      rejects.close();
    }
  }
}
