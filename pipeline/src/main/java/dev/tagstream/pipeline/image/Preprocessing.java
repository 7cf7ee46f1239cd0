package dev.tagstream.pipeline.image;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a model's authors prepare a picture: resize, crop, then {@code (x * scale - mean) / std} for
 * each channel.
 *
 * @param resize how the upright picture is scaled
 * @param crop what is cut from the middle of the scaled picture; null for all of it
 * @param channelOrder the order of the model's channels
 * @param scale factor on the 0 to 255 pixel values, such as 1/255 or 1
 * @param mean one value a channel, in the model's channel order, in scaled units
 * @param std one value a channel, in the model's channel order, in scaled units; not zero
 */
public record Preprocessing(
    Resize resize,
    @Nullable Crop crop,
    ChannelOrder channelOrder,
    double scale,
    List<Double> mean,
    List<Double> std)
    implements Serializable {

  /** The order of a picture's three channels. */
  public enum ChannelOrder {
    RGB,
    BGR
  }

  public Preprocessing {
    if (mean.size() != 3 || std.size() != 3) {
      throw new IllegalArgumentException(
          "mean and std have 3 values each but were given %s and %s".formatted(mean, std));
    }
    if (std.contains(0.0)) {
      throw new IllegalArgumentException("std must not be zero but was " + std);
    }
    mean = List.copyOf(mean);
    std = List.copyOf(std);
  }
}
