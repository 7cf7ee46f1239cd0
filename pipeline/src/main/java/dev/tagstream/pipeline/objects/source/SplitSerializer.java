package dev.tagstream.pipeline.objects.source;

import dev.tagstream.pipeline.objects.store.StoredObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.core.memory.DataOutputView;

/** Writes splits into checkpoints. */
final class SplitSerializer implements SimpleVersionedSerializer<ObjectSplit> {

  private static final int VERSION = 1;
  private static final StringSerializer TEXT = StringSerializer.INSTANCE;

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(ObjectSplit split) throws IOException {
    DataOutputSerializer target = new DataOutputSerializer(256);
    write(split, target);
    return target.getCopyOfBuffer();
  }

  @Override
  public ObjectSplit deserialize(int version, byte[] bytes) throws IOException {
    if (version != VERSION) {
      throw new IOException(
          "this Tagstream reads checkpoints of objects in version %d, not %d"
              .formatted(VERSION, version));
    }
    return read(new DataInputDeserializer(bytes));
  }

  static void write(ObjectSplit split, DataOutputView target) throws IOException {
    TEXT.serialize(split.splitId(), target);
    target.writeInt(split.object());
    target.writeLong(split.images());
    target.writeInt(split.objects().size());
    for (StoredObject object : split.objects()) {
      TEXT.serialize(object.uri(), target);
      target.writeLong(object.bytes());
      TEXT.serialize(object.version(), target);
    }
  }

  static ObjectSplit read(DataInputView source) throws IOException {
    String splitId = TEXT.deserialize(source);
    int object = source.readInt();
    long images = source.readLong();
    int count = source.readInt();
    List<StoredObject> objects = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      objects.add(
          new StoredObject(TEXT.deserialize(source), source.readLong(), TEXT.deserialize(source)));
    }
    return new ObjectSplit(splitId, objects, object, images);
  }
}
