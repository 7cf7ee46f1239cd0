package dev.tagstream.pipeline.operator;

import dev.tagstream.pipeline.batch.BatchPace;
import java.io.Serializable;

/** Creates a pace for each parallel instance. */
@FunctionalInterface
public interface PaceFactory extends Serializable {

  BatchPace create();
}
