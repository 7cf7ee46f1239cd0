package dev.tagstream.pipeline.bytes;

import java.lang.reflect.Type;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** Gives Flink the type of a range: tasks exchange it without the rest of its array. */
public final class ByteRangeTypeFactory extends TypeInfoFactory<ByteRange> {

  @Override
  public TypeInformation<ByteRange> createTypeInfo(
      Type type, Map<String, TypeInformation<?>> genericParameters) {
    return new ImmutableType<>(ByteRange.class, ByteRangeSerializer.INSTANCE);
  }
}
