package dev.tagstream.pipeline.operator;

import dev.tagstream.pipeline.model.TagModel;
import java.io.Serializable;
import org.apache.flink.api.common.functions.RuntimeContext;

/** Provides the model of a parallel instance. */
public interface ModelSource extends Serializable {

  /** Leases the model for this instance, which closes it. */
  TagModel load(RuntimeContext context);

  /** The largest batch, at least 1. */
  int maxImages();
}
