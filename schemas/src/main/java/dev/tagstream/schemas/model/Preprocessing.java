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
 * @param crop the center of the scaled image, as torchvision's CenterCrop takes it: a smaller image
 *     is padded with black; null for the whole image
 * @param channelOrder the order of the model's channels
 * @param scale factor on the 0 to 255 pixel values, such as 1/255 or 1; above 0
 * @param mean one value for each channel, in the model's channel order, in scaled units
 * @param std one value for each channel, in the model's channel order, in scaled units; none zero
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
          "scale must be above 0, and mean and std must have 3 values each, std without zeros, but they were %s, %s and %s"
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

  /** The size of every prepared image; empty if it depends on the image. */
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
