package dev.tagstream.export.contract;

import dev.tagstream.schemas.model.Color;
import dev.tagstream.schemas.model.Preprocessing;
import dev.tagstream.schemas.model.Preprocessing.ChannelOrder;
import dev.tagstream.schemas.model.Resize;
import dev.tagstream.schemas.model.Size;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The preprocessing of popular model collections, for an input of any size. */
public enum PreprocessingPreset {
  /** torchvision's ImageNet classification weights (ImageClassification transform). */
  TORCHVISION {
    @Override
    public Preprocessing forInput(Size input) {
      return torchvision(input, TORCHVISION_RESIZE);
    }
  },
  /** The same for weights of torchvision's second recipe, {@code IMAGENET1K_V2}. */
  TORCHVISION_V2 {
    @Override
    public Preprocessing forInput(Size input) {
      return torchvision(input, TORCHVISION_V2_RESIZE);
    }
  },
  /** {@code keras.applications.resnet.preprocess_input} after {@code load_img(target_size)}. */
  KERAS {
    @Override
    public Preprocessing forInput(Size input) {
      return new Preprocessing(
          asLoadImg(input),
          null,
          ChannelOrder.BGR,
          1.0,
          List.of(103.939, 116.779, 123.68),
          List.of(1.0, 1.0, 1.0));
    }
  },
  /** {@code keras.applications.resnet_v2.preprocess_input} after {@code load_img(target_size)}. */
  KERAS_V2 {
    @Override
    public Preprocessing forInput(Size input) {
      return new Preprocessing(
          asLoadImg(input),
          null,
          ChannelOrder.RGB,
          1 / 127.5,
          List.of(1.0, 1.0, 1.0),
          List.of(1.0, 1.0, 1.0));
    }
  },
  /** Ultralytics' {@code LetterBox} with OpenCV's bilinear filter, then levels from 0 to 1. */
  LETTERBOX {
    @Override
    public Preprocessing forInput(Size input) {
      return new Preprocessing(
          new Resize(
              Resize.Rule.LETTERBOX,
              input.height(),
              input.width(),
              Resize.Filter.BILINEAR,
              false,
              ULTRALYTICS_GREY),
          null,
          ChannelOrder.RGB,
          1.0 / 255,
          List.of(0.0, 0.0, 0.0),
          List.of(1.0, 1.0, 1.0));
    }
  };

  // the sizes of torchvision's original ImageNet evaluation; others keep their ratio
  private static final int TORCHVISION_RESIZE = 256;
  private static final int TORCHVISION_V2_RESIZE = 232;
  private static final int TORCHVISION_CROP = 224;
  // the padding_value of Ultralytics' LetterBox
  private static final Color ULTRALYTICS_GREY = new Color(114, 114, 114);
  // of the ImageNet training images on a scale of 0 to 1, red, green, blue
  private static final List<Double> IMAGENET_MEAN = List.of(0.485, 0.456, 0.406);
  private static final List<Double> IMAGENET_STD = List.of(0.229, 0.224, 0.225);

  /** The preprocessing for an input of a size. */
  public abstract Preprocessing forInput(Size input);

  private static Preprocessing torchvision(Size input, int resize) {
    // no side of the scaled image is shorter than the crop, also where the input is no square
    int longerSide = Math.max(input.height(), input.width());
    int size = Math.round((float) longerSide * resize / TORCHVISION_CROP);
    return new Preprocessing(
        Resize.shortestSide(size), input, ChannelOrder.RGB, 1.0 / 255, IMAGENET_MEAN, IMAGENET_STD);
  }

  /** torchvision's normalization after an exact resize, as networks for small images take it. */
  public static Preprocessing torchvisionWithoutCrop(Size input) {
    return new Preprocessing(
        new Resize(Resize.Rule.EXACT, input.height(), input.width(), Resize.Filter.BILINEAR, true),
        null,
        ChannelOrder.RGB,
        1.0 / 255,
        IMAGENET_MEAN,
        IMAGENET_STD);
  }

  /** Keras resizes to the input's size at once and does not keep the ratio. */
  private static Resize asLoadImg(Size input) {
    return new Resize(
        Resize.Rule.EXACT, input.height(), input.width(), Resize.Filter.NEAREST, false);
  }

  /** What Keras calls two of them in {@code imagenet_utils.preprocess_input}. */
  private static final Map<String, PreprocessingPreset> MODES =
      Map.of("caffe", KERAS, "tf", KERAS_V2);

  /** The preset of a name such as {@code torchvision}, or of one of Keras' modes. */
  public static Optional<PreprocessingPreset> named(String name) {
    for (PreprocessingPreset preset : values()) {
      if (preset.toString().equals(name) || preset == MODES.get(name)) {
        return Optional.of(preset);
      }
    }
    return Optional.empty();
  }

  /** All names, for error messages. */
  static String names() {
    return String.join(", ", Arrays.stream(values()).map(PreprocessingPreset::toString).toList())
        + ", caffe, tf";
  }

  /** As the user types it: {@code keras-v2}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
