package dev.tagstream.pipeline.record;

import dev.tagstream.pipeline.bytes.ImmutableType;
import java.lang.reflect.Type;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** Gives Flink the type of an image's source in any record. */
public final class ImageSourceTypeFactory extends TypeInfoFactory<ImageSource> {

  @Override
  public TypeInformation<ImageSource> createTypeInfo(
      Type type, Map<String, TypeInformation<?>> genericParameters) {
    return new ImmutableType<>(ImageSource.class, ImageSourceSerializer.INSTANCE);
  }
}
