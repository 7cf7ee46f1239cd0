package dev.tagstream.pipeline.operator;

import dev.tagstream.pipeline.batch.ImageBatch;
import dev.tagstream.pipeline.batch.QueuedImage;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** How Flink carries batches from task to task, should something split the chain. */
public final class ImageBatchType extends TypeInformation<ImageBatch> {

  private static final long serialVersionUID = 1L;

  @Override
  public TypeSerializer<ImageBatch> createSerializer(SerializerConfig config) {
    return new ImageBatchSerializer(
        Types.LIST(TypeInformation.of(QueuedImage.class)).createSerializer(config));
  }

  @Override
  public Class<ImageBatch> getTypeClass() {
    return ImageBatch.class;
  }

  @Override
  public boolean isBasicType() {
    return false;
  }

  @Override
  public boolean isTupleType() {
    return false;
  }

  @Override
  public boolean isKeyType() {
    return false;
  }

  @Override
  public int getArity() {
    return 4;
  }

  @Override
  public int getTotalFields() {
    return 4;
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof ImageBatchType;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ImageBatchType;
  }

  @Override
  public int hashCode() {
    return ImageBatchType.class.hashCode();
  }

  @Override
  public String toString() {
    return "ImageBatchType";
  }
}
