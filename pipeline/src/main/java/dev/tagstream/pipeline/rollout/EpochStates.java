package dev.tagstream.pipeline.rollout;

import dev.tagstream.pipeline.record.ImageSourceSerializer;
import dev.tagstream.pipeline.record.ModelEpoch;
import java.io.IOException;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** An epoch in state: a version (int8) and its fields. */
final class EpochStates {

  private static final int VERSION = 1;

  private EpochStates() {}

  static byte[] write(ModelEpoch epoch) throws IOException {
    DataOutputSerializer target = new DataOutputSerializer(256);
    target.writeByte(VERSION);
    ImageSourceSerializer.writeEpoch(epoch, target);
    return target.getCopyOfBuffer();
  }

  static ModelEpoch read(byte[] state) throws IOException {
    DataInputDeserializer source = new DataInputDeserializer(state);
    int version = source.readByte();
    if (version != VERSION) {
      throw new IOException(
          "the state of model-epochs has version %d but this job reads %d"
              .formatted(version, VERSION));
    }
    return ImageSourceSerializer.readEpoch(source);
  }
}
