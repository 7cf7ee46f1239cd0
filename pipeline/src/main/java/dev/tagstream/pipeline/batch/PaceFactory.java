package dev.tagstream.pipeline.batch;

import java.io.Serializable;

/** Creates a pace for each parallel instance. */
@FunctionalInterface
public interface PaceFactory extends Serializable {

  BatchPace create();
}
