package dev.tagstream.schemas.model;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a model's authors prepare an image: resize, crop, then {@code (x * scale - mean) / std} for
 * each channel.
 *
 * @param resize how the upright image is scaled
 * @param crop what is cut from the middle of the scaled image, as torchvision's CenterCrop cuts it:
 *     where the image is smaller, it is padded black; null for all of it
 * @param channelOrder the order of the model's channels
 * @param scale factor on the 0 to 255 pixel values, such as 1/255 or 1; above 0
 * @param mean one value a channel, in the model's channel order, in scaled units
 * @param std one value a channel, in the model's channel order, in scaled units; none zero
 */
public record Preprocessing(
    Resize resize,
    @Nullable Size crop,
    ChannelOrder channelOrder,
    double scale,
    List<Double> mean,
    List<Double> std)
    implements Serializable {

  /** The order of an image's three channels. */
  public enum ChannelOrder {
    RGB,
    BGR
  }

  public Preprocessing {
    mean = List.copyOf(mean);
    std = List.copyOf(std);
    if (!(scale > 0) || mean.size() != 3 || std.size() != 3 || std.contains(0.0)) {
      throw new IllegalArgumentException(
          "scale is above 0, mean and std have 3 values each, std no zero, but were %s, %s and %s"
              .formatted(scale, mean, std));
    }
    if (crop != null && resize.rule() == Resize.Rule.LETTERBOX) {
      throw new IllegalArgumentException("a letterbox is not cropped, but was to " + crop);
    }
  }

  /** The same for images that are neither scaled nor cropped. */
  public Preprocessing withoutResizing() {
    return new Preprocessing(Resize.none(), null, channelOrder, scale, mean, std);
  }

  /** The size that every prepared image has; empty where it depends on the image. */
  public Optional<Size> imageSize() {
    if (crop != null) {
      return Optional.of(crop);
    }
    return switch (resize.rule()) {
      case EXACT, LETTERBOX -> Optional.of(new Size(resize.height(), resize.width()));
      case SHORTEST_SIDE, NONE -> Optional.empty();
    };
  }
}
