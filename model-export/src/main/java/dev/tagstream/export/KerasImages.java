package dev.tagstream.export;

import dev.tagstream.schemas.model.Preprocessing;
import dev.tagstream.schemas.model.Preprocessing.ChannelOrder;
import dev.tagstream.schemas.model.Resize;
import dev.tagstream.schemas.model.Size;
import java.util.List;

/** The preprocessing of Keras' models for images from {@code load_img(target_size)}. */
final class KerasImages {

  private static final List<Double> ZEROS = List.of(0.0, 0.0, 0.0);
  private static final List<Double> ONES = List.of(1.0, 1.0, 1.0);
  // of the ImageNet training images on a scale of 0 to 1, red, green, blue
  private static final List<Double> IMAGENET_MEAN = List.of(0.485, 0.456, 0.406);
  private static final List<Double> IMAGENET_STD = List.of(0.229, 0.224, 0.225);

  private KerasImages() {}

  /** Levels from 0 to 255, for models that scale them. */
  static Preprocessing levels(Size input) {
    return new Preprocessing(asLoadImg(input), null, ChannelOrder.RGB, 1, ZEROS, ONES);
  }

  /** The preprocessing of {@code imagenet_utils.preprocess_input(mode="torch")}. */
  static Preprocessing torch(Size input) {
    return new Preprocessing(
        asLoadImg(input), null, ChannelOrder.RGB, 1.0 / 255, IMAGENET_MEAN, IMAGENET_STD);
  }

  private static Resize asLoadImg(Size input) {
    return new Resize(
        Resize.Rule.EXACT, input.height(), input.width(), Resize.Filter.NEAREST, false);
  }
}
