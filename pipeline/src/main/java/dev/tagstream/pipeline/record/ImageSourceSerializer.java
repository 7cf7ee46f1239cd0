package dev.tagstream.pipeline.record;

import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.bytes.ByteRangeSerializer;
import dev.tagstream.pipeline.bytes.ImmutableSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/** Writes the kind of a source (int8) and the fields of this kind in order. */
public final class ImageSourceSerializer extends ImmutableSerializer<ImageSource> {

  private static final long serialVersionUID = 1L;

  /** The only instance; it has no state. */
  public static final ImageSourceSerializer INSTANCE = new ImageSourceSerializer();

  private static final int RECORD = 0;
  private static final int OBJECT = 1;
  private static final int RECORD_WITH_KEY = 2;

  /** With an epoch of one model, and with a key or null. */
  private static final int RECORD_IN_EPOCH = 3;

  /** With an epoch that has a canary or a shadow or both, and with a key or null. */
  private static final int RECORD_IN_TRIAL = 4;

  private static final ByteRangeSerializer BYTES = ByteRangeSerializer.INSTANCE;

  private ImageSourceSerializer() {}

  @Override
  public void serialize(ImageSource source, DataOutputView target) throws IOException {
    if (source instanceof SourceRecord record) {
      writeKindAndKey(record.key(), record.epoch(), target);
      writeRecord(record, target);
    } else if (source instanceof SourceObject object) {
      target.writeByte(OBJECT);
      writeObject(object, target);
    }
  }

  @Override
  public ImageSource deserialize(DataInputView source) throws IOException {
    int kind = source.readByte();
    return switch (kind) {
      case RECORD -> readRecord(source, null, null);
      case RECORD_WITH_KEY ->
          readRecord(source, StringSerializer.INSTANCE.deserialize(source), null);
      case RECORD_IN_EPOCH -> {
        ModelEpoch epoch = readEpoch(source);
        yield readRecord(source, readOptional(source), epoch);
      }
      case RECORD_IN_TRIAL -> {
        ModelEpoch epoch = readTrial(source);
        yield readRecord(source, readOptional(source), epoch);
      }
      case OBJECT -> readObject(source);
      default -> throw new IOException("no source of an image is of kind " + kind);
    };
  }

  private static void writeKindAndKey(
      @Nullable String key, @Nullable ModelEpoch epoch, DataOutputView target) throws IOException {
    if (epoch != null) {
      if (hasOneModel(epoch)) {
        target.writeByte(RECORD_IN_EPOCH);
        writeEpoch(epoch, target);
      } else {
        target.writeByte(RECORD_IN_TRIAL);
        writeTrial(epoch, target);
      }
      writeOptional(key, target);
    } else if (key != null) {
      target.writeByte(RECORD_WITH_KEY);
      StringSerializer.INSTANCE.serialize(key, target);
    } else {
      target.writeByte(RECORD);
    }
  }

  /** Whether {@link #writeEpoch} can write an epoch; {@link #writeTrial} writes the others. */
  public static boolean hasOneModel(ModelEpoch epoch) {
    return epoch.canary() == null && epoch.shadow() == null;
  }

  /** Writes an epoch of one model: its number (int64), the path and the SHA-256 of the model. */
  public static void writeEpoch(ModelEpoch epoch, DataOutputView target) throws IOException {
    target.writeLong(epoch.number());
    writeModel(epoch.main(), target);
  }

  /**
   * Writes any epoch: as {@link #writeEpoch}, then the canary (its model, share as float64,
   * attribute, first epoch as int64) and the shadow, each after a boolean that says whether there
   * is one.
   */
  public static void writeTrial(ModelEpoch epoch, DataOutputView target) throws IOException {
    writeEpoch(epoch, target);
    ModelEpoch.Canary canary = epoch.canary();
    target.writeBoolean(canary != null);
    if (canary != null) {
      writeModel(canary.model(), target);
      target.writeDouble(canary.share());
      writeOptional(canary.attribute(), target);
      target.writeLong(canary.since());
    }
    ModelEpoch.Model shadow = epoch.shadow();
    target.writeBoolean(shadow != null);
    if (shadow != null) {
      writeModel(shadow, target);
    }
  }

  private static void writeModel(ModelEpoch.Model model, DataOutputView target) throws IOException {
    StringSerializer.INSTANCE.serialize(model.file(), target);
    StringSerializer.INSTANCE.serialize(model.sha256(), target);
  }

  /** Reads what {@link #writeEpoch} wrote. */
  public static ModelEpoch readEpoch(DataInputView source) throws IOException {
    return new ModelEpoch(
        source.readLong(),
        StringSerializer.INSTANCE.deserialize(source),
        StringSerializer.INSTANCE.deserialize(source));
  }

  /** Reads what {@link #writeTrial} wrote. */
  public static ModelEpoch readTrial(DataInputView source) throws IOException {
    return new ModelEpoch(
        source.readLong(),
        readModel(source),
        source.readBoolean()
            ? new ModelEpoch.Canary(
                readModel(source), source.readDouble(), readOptional(source), source.readLong())
            : null,
        source.readBoolean() ? readModel(source) : null);
  }

  private static ModelEpoch.Model readModel(DataInputView source) throws IOException {
    return new ModelEpoch.Model(
        StringSerializer.INSTANCE.deserialize(source),
        StringSerializer.INSTANCE.deserialize(source));
  }

  private static void writeRecord(SourceRecord record, DataOutputView target) throws IOException {
    StringSerializer.INSTANCE.serialize(record.topic(), target);
    target.writeInt(record.partition());
    target.writeLong(record.offset());
    target.writeLong(record.timestampMillis());
    ByteRange value = record.value();
    target.writeBoolean(value != null);
    if (value != null) {
      BYTES.serialize(value, target);
    }
    Origin origin = record.origin();
    target.writeBoolean(origin != null);
    if (origin != null) {
      StringSerializer.INSTANCE.serialize(origin.topic(), target);
      target.writeInt(origin.partition());
      target.writeLong(origin.offset());
      target.writeInt(origin.attempt());
    }
  }

  private static SourceRecord readRecord(
      DataInputView source, @Nullable String key, @Nullable ModelEpoch epoch) throws IOException {
    return new SourceRecord(
        StringSerializer.INSTANCE.deserialize(source),
        source.readInt(),
        source.readLong(),
        source.readLong(),
        source.readBoolean() ? BYTES.deserialize(source) : null,
        source.readBoolean() ? readOrigin(source) : null,
        key,
        epoch);
  }

  private static Origin readOrigin(DataInputView source) throws IOException {
    return new Origin(
        StringSerializer.INSTANCE.deserialize(source),
        source.readInt(),
        source.readLong(),
        source.readInt());
  }

  private static void writeObject(SourceObject object, DataOutputView target) throws IOException {
    StringSerializer.INSTANCE.serialize(object.uri(), target);
    StringSerializer.INSTANCE.serialize(object.version(), target);
    writeOptional(object.member(), target);
    Long row = object.row();
    target.writeBoolean(row != null);
    if (row != null) {
      target.writeLong(row);
    }
  }

  private static SourceObject readObject(DataInputView source) throws IOException {
    return new SourceObject(
        StringSerializer.INSTANCE.deserialize(source),
        StringSerializer.INSTANCE.deserialize(source),
        readOptional(source),
        source.readBoolean() ? source.readLong() : null);
  }

  private static void writeOptional(@Nullable String text, DataOutputView target)
      throws IOException {
    target.writeBoolean(text != null);
    if (text != null) {
      StringSerializer.INSTANCE.serialize(text, target);
    }
  }

  private static @Nullable String readOptional(DataInputView source) throws IOException {
    return source.readBoolean() ? StringSerializer.INSTANCE.deserialize(source) : null;
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    serialize(deserialize(source), target);
  }

  @Override
  public ImageSource createInstance() {
    return new SourceRecord("", 0, 0, -1, null);
  }

  @Override
  public TypeSerializerSnapshot<ImageSource> snapshotConfiguration() {
    return new Snapshot();
  }

  /**
   * The entry that Flink would write into a savepoint if sources were part of state by themselves.
   * State that contains a source has its own version.
   */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<ImageSource> {

    /** For Flink, which reads it back. */
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
