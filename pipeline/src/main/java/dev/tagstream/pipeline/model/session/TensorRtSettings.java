package dev.tagstream.pipeline.model.session;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * How TensorRT builds its engines.
 *
 * @param precision of their arithmetic
 * @param cacheFolder the folder for engines between starts; null to build them at each start
 */
public record TensorRtSettings(Precision precision, @Nullable String cacheFolder)
    implements Serializable {

  /** TensorRT with its own defaults. */
  public static final TensorRtSettings NONE = new TensorRtSettings(Precision.OF_MODEL, null);

  /** The precision of an engine's arithmetic. */
  public enum Precision {
    OF_MODEL,
    /** float16 where TensorRT finds it faster, whatever the model's precision. */
    FLOAT16
  }
}
