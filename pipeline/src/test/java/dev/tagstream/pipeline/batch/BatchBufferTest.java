package dev.tagstream.pipeline.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.record.DecodedImage;
import dev.tagstream.pipeline.record.EncodedImage;
import dev.tagstream.pipeline.record.NormalizedImage;
import dev.tagstream.pipeline.record.PixelImage;
import dev.tagstream.pipeline.record.QueuedImage;
import dev.tagstream.pipeline.record.SourceRecord;
import java.nio.ByteOrder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BatchBufferTest {

  @Test
  void laysRowsOneAfterAnother() {
    BatchBuffer buffer = buffer(3, 6);
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
    BatchBuffer buffer = buffer(1, 1);
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
    BatchBuffer buffer = buffer(1, 1);
    NormalizedImage image = image("a", (byte) 1);
    buffer.add(image);
    image.row()[0] = 9;

    assertThat(buffer.toBatch().input().get(0)).isEqualTo((byte) 1);
  }

  @Test
  void beginsAnewAfterClearAndLeavesTheLastBatchItsImages() {
    BatchBuffer buffer = buffer(2, 2);
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
    BatchBuffer buffer = buffer(1, 1);
    buffer.add(image("a", (byte) 1));

    assertThatThrownBy(() -> buffer.add(image("b", (byte) 2)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "the batch of 1 images of 1x1 is full; take it and clear the buffer before adding"
                + " more");
  }

  @Test
  void takesImagesOfOneSizeAtATime() {
    BatchBuffer buffer = buffer(3, 100);
    buffer.add(image("wide", 2, 1, new byte[6]));

    assertThat(buffer.takes(image("as wide", 2, 1, new byte[6]))).isTrue();
    assertThat(buffer.takes(image("high", 1, 2, new byte[6]))).isFalse();
    ImageBatch wide = buffer.toBatch();
    buffer.clear();
    buffer.add(image("high", 1, 2, new byte[6]));

    assertThat(wide.width()).isEqualTo(2);
    assertThat(wide.height()).isEqualTo(1);
    assertThat(buffer.toBatch().height()).isEqualTo(2);
  }

  @Test
  void isFullWhenAnotherRowWouldNotFit() {
    BatchBuffer buffer = buffer(3, 17);
    buffer.add(image("a", 2, 1, new byte[6]));
    assertThat(buffer.isFull()).isFalse();
    buffer.add(image("b", 2, 1, new byte[6]));

    assertThat(buffer.isFull()).isTrue();
    assertThat(buffer.takes(image("c", 2, 1, new byte[6]))).isFalse();
  }

  @Test
  void copiesOnlyTheRowOfALongerArray() {
    BatchBuffer buffer = buffer(2, 2);
    NormalizedImage first = image("a", (byte) 1, (byte) 9);

    buffer.add(new NormalizedImage(first.decoded(), first.row(), 1));

    assertThat(buffer.toBatch().input().limit()).isEqualTo(1);
    assertThat(buffer.isFull()).isFalse();
  }

  @Test
  void refusesARowThatNoBatchHolds() {
    BatchBuffer buffer = buffer(1, 1);

    assertThatThrownBy(() -> buffer.add(image("cat-1", (byte) 1, (byte) 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a batch may have 1 bytes but the row of cat-1 has 2");
    assertThat(buffer.isEmpty()).isTrue();
  }

  @Test
  void makesNoEmptyBatch() {
    assertThatThrownBy(() -> buffer(1, 1).toBatch())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("an empty buffer has no batch");
  }

  @Test
  void countsRowsAndWhatWasSent() {
    BatchBuffer buffer = new BatchBuffer(new BatchLimits(4, 8, 100));
    buffer.add(sent("a", 30));
    buffer.add(sent("b", 20));
    assertThat(buffer.bytes()).isEqualTo(2 + 30 + 2 + 20);

    buffer.clear();
    assertThat(buffer.bytes()).isZero();
  }

  @Test
  void takesNoImageWithWhichMoreWouldWaitThanMay() {
    BatchBuffer buffer = new BatchBuffer(new BatchLimits(4, 8, 100));
    buffer.add(sent("a", 48));

    assertThat(buffer.takes(sent("fits", 48))).isTrue();
    assertThat(buffer.takes(sent("does not", 49))).isFalse();
    assertThat(buffer.isFull()).isFalse();
  }

  @Test
  void isFullWhenNotEvenTheRowOfAnotherMayWait() {
    BatchBuffer buffer = new BatchBuffer(new BatchLimits(4, 8, 100));
    buffer.add(sent("a", 97));

    assertThat(buffer.isFull()).isTrue();
  }

  @Test
  void takesASingleImageHoweverLarge() {
    BatchBuffer buffer = new BatchBuffer(new BatchLimits(4, 8, 100));
    buffer.add(sent("a", 1000));

    assertThat(buffer.isFull()).isTrue();
    assertThat(buffer.toBatch().images()).hasSize(1);
  }

  @Test
  void tellsTheMostImagesOfABatch() {
    assertThat(BatchBuffer.mostImages(602_112)).isEqualTo(3566);
  }

  private static BatchBuffer buffer(int maxImages, int maxRowBytes) {
    return new BatchBuffer(new BatchLimits(maxImages, maxRowBytes, 1000));
  }

  /** An image of two bytes that came in a record of so many. */
  private static NormalizedImage sent(String id, int bytes) {
    SourceRecord source =
        new SourceRecord("image-events", 0, 42, -1, ByteRange.of(new byte[bytes]));
    EncodedImage encoded = new EncodedImage(source, id, ByteRange.of(new byte[0]), null, Map.of());
    PixelImage pixels = new PixelImage(1, 1, new byte[3]);
    return new NormalizedImage(
        new DecodedImage(encoded, pixels, 640, 480, 1500, null), new byte[] {1, 2}, 2);
  }

  private static NormalizedImage image(String id, byte... row) {
    return image(id, 1, 1, row);
  }

  private static NormalizedImage image(String id, int width, int height, byte[] row) {
    SourceRecord source = new SourceRecord("image-events", 0, 42, -1, null);
    EncodedImage encoded = new EncodedImage(source, id, ByteRange.of(new byte[0]), null, Map.of());
    PixelImage pixels = new PixelImage(width, height, new byte[3 * width * height]);
    return new NormalizedImage(
        new DecodedImage(encoded, pixels, 640, 480, 1500, null), row, row.length);
  }
}
