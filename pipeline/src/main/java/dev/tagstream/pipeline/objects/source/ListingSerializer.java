package dev.tagstream.pipeline.objects.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * Writes the state of a listing into checkpoints. Version 1 did not have the number of objects and
 * their size; it is read with 0 for both.
 */
final class ListingSerializer implements SimpleVersionedSerializer<ListingState> {

  private static final int WITHOUT_SIZES = 1;
  private static final int VERSION = 2;

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(ListingState state) throws IOException {
    DataOutputSerializer target = new DataOutputSerializer(256);
    target.writeInt(state.uri());
    target.writeBoolean(state.token() != null);
    if (state.token() != null) {
      StringSerializer.INSTANCE.serialize(state.token(), target);
    }
    target.writeLong(state.splits());
    target.writeInt(state.waiting().size());
    for (ObjectSplit split : state.waiting()) {
      SplitSerializer.write(split, target);
    }
    target.writeLong(state.objects());
    target.writeLong(state.bytes());
    return target.getCopyOfBuffer();
  }

  @Override
  public ListingState deserialize(int version, byte[] bytes) throws IOException {
    if (version != WITHOUT_SIZES && version != VERSION) {
      throw new IOException(
          "this Tagstream reads listings in the versions %d and %d, not %d"
              .formatted(WITHOUT_SIZES, VERSION, version));
    }
    DataInputDeserializer source = new DataInputDeserializer(bytes);
    int uri = source.readInt();
    String token = source.readBoolean() ? StringSerializer.INSTANCE.deserialize(source) : null;
    long splits = source.readLong();
    int count = source.readInt();
    List<ObjectSplit> waiting = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      waiting.add(SplitSerializer.read(source));
    }
    return version == WITHOUT_SIZES
        ? new ListingState(uri, token, splits, waiting, 0, 0)
        : new ListingState(uri, token, splits, waiting, source.readLong(), source.readLong());
  }
}
