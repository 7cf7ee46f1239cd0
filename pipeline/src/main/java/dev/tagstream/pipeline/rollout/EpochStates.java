package dev.tagstream.pipeline.rollout;

import dev.tagstream.pipeline.record.ImageSourceSerializer;
import dev.tagstream.pipeline.record.ModelEpoch;
import java.io.IOException;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * An epoch in state: a version (int8) and its fields. An epoch of one model is written as before
 * there were others, so that an older version of the job reads it.
 */
final class EpochStates {

  private static final int ONE_MODEL = 1;
  private static final int TRIAL = 2;

  private EpochStates() {}

  static byte[] write(ModelEpoch epoch) throws IOException {
    DataOutputSerializer target = new DataOutputSerializer(256);
    if (ImageSourceSerializer.hasOneModel(epoch)) {
      target.writeByte(ONE_MODEL);
      ImageSourceSerializer.writeEpoch(epoch, target);
    } else {
      target.writeByte(TRIAL);
      ImageSourceSerializer.writeTrial(epoch, target);
    }
    return target.getCopyOfBuffer();
  }

  static ModelEpoch read(byte[] state) throws IOException {
    DataInputDeserializer source = new DataInputDeserializer(state);
    int version = source.readByte();
    return switch (version) {
      case ONE_MODEL -> ImageSourceSerializer.readEpoch(source);
      case TRIAL -> ImageSourceSerializer.readTrial(source);
      default ->
          throw new IOException(
              "the state of model-epochs has version %d but this job reads up to %d"
                  .formatted(version, TRIAL));
    };
  }
}
