package dev.tagstream.pipeline.operator;

import dev.tagstream.pipeline.image.BatchDecoder;
import java.io.Serializable;
import org.apache.flink.api.common.functions.RuntimeContext;

/** Gives each parallel instance a decoder of its own. */
@FunctionalInterface
public interface BatchDecoderFactory extends Serializable {

  BatchDecoder create(RuntimeContext context);
}
