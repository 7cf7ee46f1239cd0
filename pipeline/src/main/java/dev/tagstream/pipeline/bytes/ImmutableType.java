package dev.tagstream.pipeline.bytes;

import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Flink's type of immutable values, which one serializer writes in every job. */
public final class ImmutableType<T> extends OpaqueType<T> {

  private static final long serialVersionUID = 1L;

  private final ImmutableSerializer<T> serializer;

  /** Describes a class to Flink by its serializer. */
  public ImmutableType(Class<T> typeClass, ImmutableSerializer<T> serializer) {
    super(typeClass);
    this.serializer = serializer;
  }

  @Override
  public TypeSerializer<T> createSerializer(SerializerConfig config) {
    return serializer;
  }
}
