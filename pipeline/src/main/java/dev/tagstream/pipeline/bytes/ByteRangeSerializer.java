package dev.tagstream.pipeline.bytes;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes a range as its length (int32) and its bytes; a range that is read has its own array. */
public final class ByteRangeSerializer extends ImmutableSerializer<ByteRange> {

  private static final long serialVersionUID = 1L;

  public static final ByteRangeSerializer INSTANCE = new ByteRangeSerializer();

  private ByteRangeSerializer() {}

  @Override
  public void serialize(ByteRange range, DataOutputView target) throws IOException {
    target.writeInt(range.length());
    target.write(range.array(), range.offset(), range.length());
  }

  @Override
  public ByteRange deserialize(DataInputView source) throws IOException {
    byte[] bytes = new byte[source.readInt()];
    source.readFully(bytes);
    return ByteRange.of(bytes);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    int length = source.readInt();
    target.writeInt(length);
    target.write(source, length);
  }

  @Override
  public ByteRange createInstance() {
    return ByteRange.of(new byte[0]);
  }

  @Override
  public TypeSerializerSnapshot<ByteRange> snapshotConfiguration() {
    return new Snapshot();
  }

  /** The entry that Flink would write into a savepoint if ranges were part of state. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<ByteRange> {

    /** For Flink, which reads it back. */
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
