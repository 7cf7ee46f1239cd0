package dev.tagstream.pipeline.record;

import dev.tagstream.pipeline.bytes.OpaqueType;
import java.lang.reflect.Type;
import java.util.Map;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** How Flink carries an image's source from task to task. */
public final class ImageSourceType extends OpaqueType<ImageSource> {

  private static final long serialVersionUID = 1L;

  /** Describes {@link ImageSource} to Flink. */
  public ImageSourceType() {
    super(ImageSource.class);
  }

  /** Gives the type to Flink wherever a record has a source. */
  public static final class Factory extends TypeInfoFactory<ImageSource> {

    @Override
    public TypeInformation<ImageSource> createTypeInfo(
        Type type, Map<String, TypeInformation<?>> genericParameters) {
      return new ImageSourceType();
    }
  }

  @Override
  public TypeSerializer<ImageSource> createSerializer(SerializerConfig config) {
    return ImageSourceSerializer.INSTANCE;
  }
}
