package dev.tagstream.pipeline.operator;

import dev.tagstream.pipeline.image.PixelDecoder;
import java.io.Serializable;

/** Creates a decoder for each parallel instance. */
@FunctionalInterface
public interface DecoderFactory extends Serializable {

  PixelDecoder create();
}
