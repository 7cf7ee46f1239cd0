package dev.tagstream.pipeline.bytes;

import org.apache.flink.api.common.typeinfo.TypeInformation;

/** A type that Flink can serialize but not inspect: it has neither fields nor keys. */
public abstract class OpaqueType<T> extends TypeInformation<T> {

  private static final long serialVersionUID = 1L;

  private final Class<T> typeClass;

  protected OpaqueType(Class<T> typeClass) {
    this.typeClass = typeClass;
  }

  @Override
  public final Class<T> getTypeClass() {
    return typeClass;
  }

  @Override
  public final boolean isBasicType() {
    return false;
  }

  @Override
  public final boolean isTupleType() {
    return false;
  }

  @Override
  public final boolean isKeyType() {
    return false;
  }

  @Override
  public final int getArity() {
    return 1;
  }

  @Override
  public final int getTotalFields() {
    return 1;
  }

  @Override
  public final boolean canEqual(Object other) {
    return other instanceof OpaqueType<?>;
  }

  @Override
  public final boolean equals(Object other) {
    return other instanceof OpaqueType<?> that && typeClass.equals(that.typeClass);
  }

  @Override
  public final int hashCode() {
    return typeClass.hashCode();
  }

  @Override
  public final String toString() {
    return typeClass.getSimpleName();
  }
}
