package dev.tagstream.pipeline.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.pipeline.image.DecodedImage;
import dev.tagstream.pipeline.image.EncodedImage;
import dev.tagstream.pipeline.image.NormalizedImage;
import dev.tagstream.pipeline.image.PixelImage;
import dev.tagstream.pipeline.image.SourceRecord;
import java.nio.ByteOrder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BatchBufferTest {

  @Test
  void laysRowsOneAfterAnother() {
    BatchBuffer buffer = new BatchBuffer(3, 2);
    buffer.add(image("a", (byte) 1, (byte) 2));
    buffer.add(image("b", (byte) 3, (byte) 4));

    ImageBatch batch = buffer.toBatch();

    byte[] rows = new byte[4];
    batch.input().duplicate().get(rows);
    assertThat(rows).containsExactly(1, 2, 3, 4);
    assertThat(batch.rowBytes()).isEqualTo(2);
    assertThat(batch.input().isDirect()).isTrue();
    assertThat(batch.input().order()).isEqualTo(ByteOrder.nativeOrder());
    assertThat(batch.input().position()).isZero();
  }

  @Test
  void keepsWhatIsKnownOfEachImage() {
    BatchBuffer buffer = new BatchBuffer(1, 1);
    long before = System.nanoTime();
    buffer.add(image("a", (byte) 1));
    long after = System.nanoTime();

    QueuedImage queued = buffer.toBatch().images().get(0);

    assertThat(queued.encoded().id()).isEqualTo("a");
    assertThat(queued.originalWidth()).isEqualTo(640);
    assertThat(queued.originalHeight()).isEqualTo(480);
    assertThat(queued.decodeMicros()).isEqualTo(1500);
    assertThat(queued.queuedAtNanos() - before).isBetween(0L, after - before);
  }

  @Test
  void copiesTheRowSoThatItsOwnerMayReuseIt() {
    BatchBuffer buffer = new BatchBuffer(1, 1);
    NormalizedImage image = image("a", (byte) 1);
    buffer.add(image);
    image.row()[0] = 9;

    assertThat(buffer.toBatch().input().get(0)).isEqualTo((byte) 1);
  }

  @Test
  void beginsAnewAfterClearAndLeavesTheLastBatchItsImages() {
    BatchBuffer buffer = new BatchBuffer(2, 1);
    buffer.add(image("a", (byte) 1));
    buffer.add(image("b", (byte) 2));
    ImageBatch first = buffer.toBatch();
    assertThat(buffer.isFull()).isTrue();

    buffer.clear();
    assertThat(buffer.isEmpty()).isTrue();
    buffer.add(image("c", (byte) 3));
    ImageBatch second = buffer.toBatch();

    assertThat(first.images())
        .extracting(queued -> queued.encoded().id())
        .containsExactly("a", "b");
    assertThat(second.images()).extracting(queued -> queued.encoded().id()).containsExactly("c");
    assertThat(second.input().remaining()).isEqualTo(1);
    assertThat(second.input().get(0)).isEqualTo((byte) 3);
  }

  @Test
  void refusesOneImageTooMany() {
    BatchBuffer buffer = new BatchBuffer(1, 1);
    buffer.add(image("a", (byte) 1));

    assertThatThrownBy(() -> buffer.add(image("b", (byte) 2)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the batch is full with 1 images; take it and clear before adding more");
  }

  @Test
  void refusesRowOfAnotherLength() {
    BatchBuffer buffer = new BatchBuffer(1, 3);

    assertThatThrownBy(() -> buffer.add(image("cat-1", (byte) 1, (byte) 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a row must have 3 bytes but cat-1 has 2");
    assertThat(buffer.isEmpty()).isTrue();
  }

  @Test
  void makesNoEmptyBatch() {
    assertThatThrownBy(() -> new BatchBuffer(1, 1).toBatch())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("an empty buffer makes no batch");
  }

  @Test
  void refusesBatchLargerThanABufferBeforeAllocatingIt() {
    assertThatThrownBy(() -> new BatchBuffer(4096, 602_112))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a batch of 4096 images of 602112 bytes each takes 2466250752 bytes but must not take"
                + " more than 2147483647; gather at most 3566 images");
  }

  @Test
  void refusesRowsOfNoBytes() {
    assertThatThrownBy(() -> new BatchBuffer(8, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a batch cannot hold 8 images of 0 bytes");
  }

  private static NormalizedImage image(String id, byte... row) {
    SourceRecord source = new SourceRecord("image-events", 0, 42, -1, null);
    EncodedImage encoded = new EncodedImage(source, id, new byte[0], null, Map.of());
    PixelImage pixels = new PixelImage(1, 1, new byte[3]);
    return new NormalizedImage(new DecodedImage(encoded, pixels, 640, 480, 1500), row);
  }
}
