package dev.tagstream.pipeline.duplicate;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.record.ModelRun;
import dev.tagstream.pipeline.record.QueuedImage;
import dev.tagstream.pipeline.record.SourceObject;
import dev.tagstream.pipeline.record.Tag;
import dev.tagstream.pipeline.record.TaggedImage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class KnownTagsTest {

  private final ImageDigest.Digester digester = new ImageDigest.Digester();

  /** The example of FIPS 180-2. */
  @Test
  void digestsARangeBySha256() {
    byte[] bytes = "..abc.".getBytes(StandardCharsets.UTF_8);

    assertThat(digester.of(ByteRange.of(ByteBuffer.wrap(bytes, 2, 3))))
        .isEqualTo(
            new ImageDigest(
                0xba7816bf8f01cfeaL,
                0x414140de5dae2223L,
                0xb00361a396177a9cL,
                0xb410ff61f20015adL));
  }

  @Test
  void answersWithTheTagsOfTheImageThatHadTheSameBytes() {
    KnownTags known = new KnownTags(10_000);
    known.remember(digest("a"), tagged("first", "a"));
    EncodedImage second = encoded("second", "a");

    TaggedImage answer = requireNonNull(known.find(digest("a"), second));

    assertThat(answer.id()).isEqualTo("second");
    assertThat(answer.source()).isEqualTo(second.source());
    assertThat(answer.tags()).containsExactly(new Tag(0, "cat", null, 0.75f));
    assertThat(answer.embedding()).containsExactly(1, 2);
    assertThat(answer.image()).isEqualTo(new QueuedImage(second, 8, 6, 0, "its last row", 0));
    assertThat(answer.queueMicros()).isZero();
    assertThat(answer.run().inferenceMicros()).isZero();
    assertThat(answer.run().modelSha256()).isEqualTo("ab");
    assertThat(answer.run().provider()).isEqualTo("cuda");
    assertThat(known.find(digest("b"), second)).isNull();
  }

  @Test
  void forgetsWhatWasNotUsedForTheLongestTime() {
    KnownTags known = new KnownTags(10_000);
    for (int i = 0; i < 100; i++) {
      known.remember(digest("a" + i), tagged("x", "a" + i));
      assertThat(known.find(digest("a0"), encoded("y", "a0"))).as("a0 is in use").isNotNull();
      assertThat(known.bytes()).isLessThanOrEqualTo(10_000);
    }

    assertThat(known.find(digest("a1"), encoded("y", "a1"))).isNull();
    assertThat(known.find(digest("a99"), encoded("y", "a99"))).isNotNull();
  }

  @Test
  void remembersNothingThatIsLargerThanItself() {
    KnownTags known = new KnownTags(100);
    known.remember(digest("a"), tagged("x", "a"));

    assertThat(known.bytes()).isZero();
    assertThat(known.find(digest("a"), encoded("y", "a"))).isNull();
  }

  @Test
  void countsTheSameBytesOnce() {
    KnownTags known = new KnownTags(10_000);
    known.remember(digest("a"), tagged("x", "a"));
    long bytes = known.bytes();
    known.remember(digest("a"), tagged("y", "a"));

    assertThat(known.bytes()).isEqualTo(bytes).isPositive();
  }

  @Test
  void isSharedByTheSlotsWithOneRecipeUntilTheLastLeaves() {
    SharedTags shared = new SharedTags(new Recipe(List.of("model", 5)), 10_000);
    SharedTags same = new SharedTags(new Recipe(List.of("model", 5)), 10_000);
    SharedTags other = new SharedTags(new Recipe(List.of("model", 3)), 10_000);
    KnownTags first = shared.join();
    assertThat(same.join()).isSameAs(first);
    assertThat(other.join()).isNotSameAs(first);

    shared.leave();
    assertThat(shared.join()).isSameAs(first);
    shared.leave();
    same.leave();
    assertThat(shared.join()).isNotSameAs(first);
    shared.leave();
    other.leave();
  }

  private ImageDigest digest(String content) {
    return digester.of(ByteRange.of(content.getBytes(StandardCharsets.UTF_8)));
  }

  private static TaggedImage tagged(String id, String content) {
    return new TaggedImage(
        new QueuedImage(encoded(id, content), 8, 6, 1000, "its last row", 5),
        List.of(new Tag(0, "cat", null, 0.75f)),
        new float[] {1, 2},
        30,
        new ModelRun("pets", "ab", "cuda", 7, 100));
  }

  private static EncodedImage encoded(String id, String content) {
    return new EncodedImage(
        new SourceObject("file:///" + id, "1", null, null),
        id,
        ByteRange.of(content.getBytes(StandardCharsets.UTF_8)),
        null,
        Map.of());
  }
}
