package dev.tagstream.pipeline.operator;

import dev.tagstream.pipeline.batch.ImageBatch;
import dev.tagstream.pipeline.record.QueuedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.apache.flink.api.common.typeutils.CompositeTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes a batch as its images, their width and height, the length of its input in bytes (each
 * int32) and the input.
 *
 * <p>The input of a batch that is read is borrowed, like that of a batch that was formed: it is
 * valid until the serializer reads the next one. Direct buffers are too expensive to leave to the
 * garbage collector.
 */
public final class ImageBatchSerializer extends TypeSerializer<ImageBatch> {

  private static final long serialVersionUID = 1L;

  private final TypeSerializer<List<QueuedImage>> images;

  private transient ByteBuffer input = direct(0);

  ImageBatchSerializer(TypeSerializer<List<QueuedImage>> images) {
    this.images = images;
  }

  @Override
  public void serialize(ImageBatch batch, DataOutputView target) throws IOException {
    images.serialize(batch.images(), target);
    byte[] bytes = bytes(batch);
    target.writeInt(batch.width());
    target.writeInt(batch.height());
    target.writeInt(bytes.length);
    target.write(bytes);
  }

  @Override
  public ImageBatch deserialize(DataInputView source) throws IOException {
    List<QueuedImage> queued = images.deserialize(source);
    int width = source.readInt();
    int height = source.readInt();
    byte[] bytes = new byte[source.readInt()];
    source.readFully(bytes);
    if (input == null || input.capacity() < bytes.length) {
      input = direct(bytes.length);
    }
    input.put(0, bytes);
    return new ImageBatch(
        queued, width, height, input.slice(0, bytes.length).order(ByteOrder.nativeOrder()));
  }

  @Override
  public ImageBatch deserialize(ImageBatch reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  /** A batch with a buffer of its own. */
  @Override
  public ImageBatch copy(ImageBatch batch) {
    byte[] bytes = bytes(batch);
    return new ImageBatch(
        images.copy(batch.images()),
        batch.width(),
        batch.height(),
        direct(bytes.length).put(0, bytes));
  }

  @Override
  public ImageBatch copy(ImageBatch batch, ImageBatch reuse) {
    return copy(batch);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    images.copy(source, target);
    target.write(source, 2 * Integer.BYTES);
    int length = source.readInt();
    target.writeInt(length);
    target.write(source, length);
  }

  @Override
  public ImageBatch createInstance() {
    return new ImageBatch(List.of(), 0, 0, direct(0));
  }

  @Override
  public boolean isImmutableType() {
    return false;
  }

  @Override
  public TypeSerializer<ImageBatch> duplicate() {
    return new ImageBatchSerializer(images.duplicate());
  }

  /** Batches differ in length. */
  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ImageBatchSerializer that && images.equals(that.images);
  }

  @Override
  public int hashCode() {
    return images.hashCode();
  }

  @Override
  public TypeSerializerSnapshot<ImageBatch> snapshotConfiguration() {
    return new Snapshot(this);
  }

  private static byte[] bytes(ImageBatch batch) {
    byte[] bytes = new byte[batch.input().limit()];
    batch.input().get(0, bytes);
    return bytes;
  }

  private static ByteBuffer direct(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }

  /** The entry that Flink would write into a savepoint if batches were part of state. */
  public static final class Snapshot
      extends CompositeTypeSerializerSnapshot<ImageBatch, ImageBatchSerializer> {

    private static final int VERSION = 1;

    /** For Flink, which reads it back. */
    public Snapshot() {}

    Snapshot(ImageBatchSerializer serializer) {
      super(serializer);
    }

    @Override
    protected int getCurrentOuterSnapshotVersion() {
      return VERSION;
    }

    @Override
    protected TypeSerializer<?>[] getNestedSerializers(ImageBatchSerializer serializer) {
      return new TypeSerializer<?>[] {serializer.images};
    }

    @Override
    @SuppressWarnings("unchecked") // as getNestedSerializers gave it
    protected ImageBatchSerializer createOuterSerializerWithNestedSerializers(
        TypeSerializer<?>[] nested) {
      return new ImageBatchSerializer((TypeSerializer<List<QueuedImage>>) nested[0]);
    }
  }
}
