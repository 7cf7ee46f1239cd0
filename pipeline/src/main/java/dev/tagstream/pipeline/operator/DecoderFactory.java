package dev.tagstream.pipeline.operator;

import dev.tagstream.pipeline.image.PixelDecoder;
import java.io.Serializable;

/** Gives each parallel instance a decoder of its own. */
@FunctionalInterface
public interface DecoderFactory extends Serializable {

  PixelDecoder create();
}
