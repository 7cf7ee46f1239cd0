package dev.tagstream.pipeline.objects.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** Writes the state of a listing into checkpoints. */
final class ListingSerializer implements SimpleVersionedSerializer<ListingState> {

  @Override
  public int getVersion() {
    return new SplitSerializer().getVersion();
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
    return target.getCopyOfBuffer();
  }

  @Override
  public ListingState deserialize(int version, byte[] bytes) throws IOException {
    SplitSerializer.requireKnown(version);
    DataInputDeserializer source = new DataInputDeserializer(bytes);
    int uri = source.readInt();
    String token = source.readBoolean() ? StringSerializer.INSTANCE.deserialize(source) : null;
    long splits = source.readLong();
    int count = source.readInt();
    List<ObjectSplit> waiting = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      waiting.add(SplitSerializer.read(source));
    }
    return new ListingState(uri, token, splits, waiting);
  }
}
