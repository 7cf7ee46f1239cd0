package dev.tagstream.pipeline.operator;

import dev.tagstream.pipeline.batch.BatchPace;
import java.io.Serializable;

/** Gives each parallel instance a pace of its own. */
@FunctionalInterface
public interface PaceFactory extends Serializable {

  BatchPace create();
}
