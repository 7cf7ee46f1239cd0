package dev.tagstream.pipeline.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.record.ModelEpoch.Canary;
import dev.tagstream.pipeline.record.ModelEpoch.Model;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which images a canary tags. */
final class CanaryTest {

  private static final Model MODEL = new Model("/b.onnx", "ab".repeat(32));
  private static final int IMAGES = 20_000;

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.05, 0.5, 0.99})
  void tagsItsShareOfTheImages(double share) {
    for (long since : new long[] {1, 2, 1000}) {
      assertThat((double) ids(share, since).size() / IMAGES).isCloseTo(share, within(0.01));
    }
  }

  @Test
  void keepsItsImagesWhenTheShareGrows() {
    assertThat(ids(0.2, 3)).containsAll(ids(0.1, 3));
  }

  /** Else the images of the first partitions, or of some cameras, would be tried each time. */
  @Test
  void anotherCanaryTagsOtherImages() {
    Set<String> both = ids(0.5, 4);
    both.retainAll(ids(0.5, 3));

    assertThat((double) both.size() / IMAGES).isCloseTo(0.25, within(0.01));
  }

  /** A change of the hash would move images of running jobs from one model to the other. */
  @Test
  void theHashStaysAsItIs() {
    Canary canary = new Canary(MODEL, 0.3, null, 1);

    assertThat(
            IntStream.range(0, 20)
                .mapToObj(Integer::toString)
                .filter(id -> canary.tags(image(id, Map.of()))))
        .containsExactly("5", "7", "11", "13");
  }

  @Test
  void imagesWithOneValueOfTheAttributeHaveOneModel() {
    Canary canary = new Canary(MODEL, 0.5, "camera", 1);
    Set<String> cameras =
        IntStream.range(0, 1000)
            .mapToObj(i -> "camera " + i)
            .filter(camera -> canary.tags(image("a", Map.of("camera", camera))))
            .collect(Collectors.toSet());

    assertThat(cameras).hasSizeBetween(450, 550);
    assertThat(cameras)
        .allMatch(camera -> canary.tags(image("another", Map.of("camera", camera, "x", "y"))));
  }

  @Test
  void leavesImagesWithoutTheAttributeToTheMainModel() {
    ModelEpoch epoch = new ModelEpoch(1, MODEL, new Canary(MODEL, 0.99, "camera", 1), null);

    assertThat(epoch.roleOf(image("a", Map.of("lens", "b")))).isEqualTo(ModelRole.MAIN);
  }

  @Test
  void takesNoShareThatIsNone() {
    for (double share : new double[] {0, 1, -1, 2, Double.NaN}) {
      assertThatThrownBy(() -> new Canary(MODEL, share, null, 1))
          .hasMessage("the share of a canary must be above 0 and below 1 but was " + share);
    }
  }

  private static Set<String> ids(double share, long since) {
    Canary canary = new Canary(MODEL, share, null, since);
    return IntStream.range(0, IMAGES)
        .mapToObj(Integer::toString)
        .filter(id -> canary.tags(image(id, Map.of())))
        .collect(Collectors.toSet());
  }

  private static EncodedImage image(String id, Map<String, String> attributes) {
    return new EncodedImage(
        new SourceRecord("image-events", 3, 1042, -1, null),
        id,
        ByteRange.of(new byte[0]),
        null,
        attributes);
  }
}
