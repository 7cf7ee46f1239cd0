package dev.tagstream.pipeline.operator;

import dev.tagstream.pipeline.image.BatchDecoder;
import java.io.Serializable;
import org.apache.flink.api.common.functions.RuntimeContext;

/** Creates a decoder for each parallel instance. */
@FunctionalInterface
public interface BatchDecoderFactory extends Serializable {

  BatchDecoder create(RuntimeContext context);
}
