package dev.tagstream.pipeline.operator;

import dev.tagstream.pipeline.batch.ImageBatch;
import dev.tagstream.pipeline.bytes.OpaqueType;
import dev.tagstream.pipeline.record.QueuedImage;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Flink's type of a batch, in case the chain is split. */
public final class ImageBatchType extends OpaqueType<ImageBatch> {

  private static final long serialVersionUID = 1L;

  /** Describes {@link ImageBatch} to Flink. */
  public ImageBatchType() {
    super(ImageBatch.class);
  }

  @Override
  public TypeSerializer<ImageBatch> createSerializer(SerializerConfig config) {
    return new ImageBatchSerializer(
        Types.LIST(TypeInformation.of(QueuedImage.class)).createSerializer(config));
  }
}
