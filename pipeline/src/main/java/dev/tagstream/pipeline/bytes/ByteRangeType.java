package dev.tagstream.pipeline.bytes;

import java.lang.reflect.Type;
import java.util.Map;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Flink's type of a range: tasks exchange it without the rest of its array. */
public final class ByteRangeType extends OpaqueType<ByteRange> {

  private static final long serialVersionUID = 1L;

  /** Describes {@link ByteRange} to Flink. */
  public ByteRangeType() {
    super(ByteRange.class);
  }

  /** Gives the type to Flink wherever a record has a range. */
  public static final class Factory extends TypeInfoFactory<ByteRange> {

    @Override
    public TypeInformation<ByteRange> createTypeInfo(
        Type type, Map<String, TypeInformation<?>> genericParameters) {
      return new ByteRangeType();
    }
  }

  @Override
  public TypeSerializer<ByteRange> createSerializer(SerializerConfig config) {
    return ByteRangeSerializer.INSTANCE;
  }
}
