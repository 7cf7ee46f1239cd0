package dev.tagstream.pipeline.model.session;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * How TensorRT builds its engines.
 *
 * @param precision of their arithmetic
 * @param cacheFolder where they are kept for the next start; null to build them at each
 */
public record TensorRtSettings(Precision precision, @Nullable String cacheFolder)
    implements Serializable {

  /** As TensorRT does without being told. */
  public static final TensorRtSettings NONE = new TensorRtSettings(Precision.OF_MODEL, null);

  /** The precision of an engine's arithmetic. */
  public enum Precision {
    OF_MODEL,
    /** float16 where TensorRT finds it faster, whatever the model has. */
    FLOAT16
  }
}
