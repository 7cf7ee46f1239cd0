package dev.tagstream.export.keras;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The table of supported layers: the class in Keras, and the method that writes it.
 *
 * @param type the class in a configuration; operations of {@code keras.ops} begin with {@code ops.}
 * @param writer adds the layer to a graph
 */
record LayerKind(String type, LayerWriter writer) {

  /** Adds one call of a layer to a graph. */
  @FunctionalInterface
  interface LayerWriter {
    Features write(LayerCall call);
  }

  private static final Set<String> ACTIVATIONS =
      Set.of("ReLU", "LeakyReLU", "ELU", "Softmax", "Activation");

  /** Layers for training only; at inference their output is their input. */
  private static final List<String> TRAINING_ONLY =
      List.of(
          "Dropout",
          "SpatialDropout1D",
          "SpatialDropout2D",
          "AlphaDropout",
          "GaussianDropout",
          "GaussianNoise",
          "ActivityRegularization",
          "RandomBrightness",
          "RandomColorDegeneration",
          "RandomColorJitter",
          "RandomContrast",
          "RandomElasticTransform",
          "RandomErasing",
          "RandomFlip",
          "RandomGaussianBlur",
          "RandomGrayscale",
          "RandomHeight",
          "RandomHue",
          "RandomInvert",
          "RandomPerspective",
          "RandomPosterization",
          "RandomRotation",
          "RandomSaturation",
          "RandomSharpness",
          "RandomShear",
          "RandomTranslation",
          "RandomWidth",
          "RandomZoom");

  private static final Map<String, LayerKind> TABLE = table();

  /** The kind of a class; empty if the class is not supported. */
  static Optional<LayerKind> named(String type) {
    return Optional.ofNullable(TABLE.get(type));
  }

  /** Whether the layer is an elementwise function without weights. */
  boolean isActivation() {
    return ACTIVATIONS.contains(type);
  }

  Features write(LayerCall call) {
    return writer.write(call);
  }

  private static Map<String, LayerKind> table() {
    Map<String, LayerKind> table = new HashMap<>();
    TRAINING_ONLY.forEach(type -> put(table, type, ShapeLayers::unchanged));
    put(table, "Identity", ShapeLayers::unchanged);
    put(table, "Conv2D", ConvolutionLayers::convolution);
    put(table, "Convolution2D", ConvolutionLayers::convolution);
    put(table, "DepthwiseConv2D", ConvolutionLayers::depthwise);
    put(table, "SeparableConv2D", ConvolutionLayers::separable);
    put(table, "Dense", ConvolutionLayers::dense);
    put(table, "BatchNormalization", NormalizationLayers::batch);
    put(table, "SyncBatchNormalization", NormalizationLayers::batch);
    put(table, "LayerNormalization", NormalizationLayers::layer);
    put(table, "Normalization", NormalizationLayers::normalization);
    put(table, "Rescaling", Scalings::rescaling);
    putActivations(table);
    putPools(table);
    putMerges(table);
    putShapes(table);
    putOperations(table);
    return Map.copyOf(table);
  }

  private static void putActivations(Map<String, LayerKind> table) {
    put(table, "Activation", ActivationLayers::activation);
    put(table, "ReLU", ActivationLayers::relu);
    put(table, "LeakyReLU", ActivationLayers::leakyRelu);
    put(table, "PReLU", ActivationLayers::parametricRelu);
    put(table, "ELU", ActivationLayers::elu);
    put(table, "Softmax", ActivationLayers::softmax);
  }

  private static void putPools(Map<String, LayerKind> table) {
    put(table, "MaxPooling2D", PoolingLayers::max);
    put(table, "MaxPool2D", PoolingLayers::max);
    put(table, "AveragePooling2D", PoolingLayers::average);
    put(table, "AvgPool2D", PoolingLayers::average);
    put(table, "GlobalAveragePooling2D", PoolingLayers::globalAverage);
    put(table, "GlobalAvgPool2D", PoolingLayers::globalAverage);
    put(table, "GlobalMaxPooling2D", PoolingLayers::globalMax);
    put(table, "GlobalMaxPool2D", PoolingLayers::globalMax);
  }

  private static void putMerges(Map<String, LayerKind> table) {
    put(table, "Average", MergeLayers::average);
    put(table, "Maximum", call -> MergeLayers.merged(call, "Max"));
    put(table, "Minimum", call -> MergeLayers.merged(call, "Min"));
    put(table, "Concatenate", MergeLayers::concatenated);
  }

  private static void putShapes(Map<String, LayerKind> table) {
    put(table, "ZeroPadding2D", ShapeLayers::zeroPadding);
    put(table, "Cropping2D", ShapeLayers::cropping);
    put(table, "UpSampling2D", ShapeLayers::upsampling);
    put(table, "Resizing", ShapeLayers::resizing);
    put(table, "Flatten", ShapeLayers::flatten);
    put(table, "Reshape", ShapeLayers::reshape);
    put(table, "Permute", ShapeLayers::permute);
  }

  /** Arithmetic on tensors, as Keras records it. Layers of the same name have several inputs. */
  private static void putOperations(Map<String, LayerKind> table) {
    Map<String, String> operators =
        Map.of(
            "Add",
            "Add",
            "Subtract",
            "Sub",
            "Multiply",
            "Mul",
            "TrueDivide",
            "Div",
            "Divide",
            "Div");
    operators.forEach(
        (type, operator) -> {
          put(table, type, call -> Operations.mergedOrScaled(call, operator));
          put(table, "ops." + type, call -> Scalings.arithmetic(call, operator));
        });
    put(table, "ops.GetItem", Operations::item);
    put(table, "GetItem", Operations::item);
    put(table, "ops.Stack", Operations::stacked);
    put(table, "Stack", Operations::stacked);
    put(table, "TFOpLambda", Operations::ofKeras2);
  }

  private static void put(Map<String, LayerKind> table, String type, LayerWriter writer) {
    table.put(type, new LayerKind(type, writer));
  }
}
