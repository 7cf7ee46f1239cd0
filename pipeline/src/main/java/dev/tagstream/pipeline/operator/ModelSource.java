package dev.tagstream.pipeline.operator;

import dev.tagstream.pipeline.model.TagModel;
import dev.tagstream.pipeline.record.ModelEpoch;
import dev.tagstream.pipeline.record.ModelRole;
import dev.tagstream.pipeline.swap.SwapMode;
import java.io.Serializable;
import org.apache.flink.api.common.functions.RuntimeContext;

/** Provides the model of a parallel instance. */
public interface ModelSource extends Serializable {

  /** Leases the model for this instance, which closes it. */
  TagModel load(RuntimeContext context);

  /** The source of one of an epoch's models; only where {@link #switches}. */
  default ModelSource of(ModelEpoch epoch, ModelRole role) {
    throw new IllegalStateException("the job never switches models but is in " + epoch);
  }

  /** Whether images say which model tags them, so that none is needed before the first image. */
  default boolean switches() {
    return false;
  }

  /** Where a later epoch's model is opened; only where {@link #switches}. */
  default SwapMode swap() {
    return SwapMode.BESIDE;
  }

  /** The largest batch, at least 1. */
  int maxImages();
}
