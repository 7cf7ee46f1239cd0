package dev.tagstream.pipeline.objects.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.pipeline.objects.store.StoredObject;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ObjectSplitTest {

  /** Flink logs splits, also those that a reader resumes with at their end. */
  @Test
  void hasALineAtEveryPosition() {
    List<StoredObject> objects = List.of(new StoredObject("file:///a", 7, "1"));
    assertThat(new ObjectSplit("page-1", objects, 0, 0)).hasToString("page-1: read 0 of 1 objects");
    assertThat(new ObjectSplit("page-1", objects, 1, 0)).hasToString("page-1: read 1 of 1 objects");
  }
}
