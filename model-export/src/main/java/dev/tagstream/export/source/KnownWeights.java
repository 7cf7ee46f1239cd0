package dev.tagstream.export.source;

import dev.tagstream.export.source.Digest.Algorithm;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Well-known weights, trained on ImageNet's 1000 classes and published by the authors of
 * torchvision and Keras.
 *
 * <p>The addresses are those in torchvision's {@code models/resnet.py} and in {@code
 * keras.applications}. torchvision's file names end in the first eight digits of the file's
 * SHA-256; if all 64 are known, they are here. Keras publishes MD5.
 *
 * @param name such as {@code torchvision/resnet50}
 * @param url address of the file
 * @param digest that the file has
 * @param preprocessing their {@code --preprocessing}; null to detect it
 * @param poolPadding their {@code --pool-padding}; null to detect it
 */
public record KnownWeights(
    String name,
    URI url,
    Digest digest,
    @Nullable String preprocessing,
    @Nullable Integer poolPadding) {

  private static final String TORCHVISION = "https://download.pytorch.org/models/";
  private static final String KERAS =
      "https://storage.googleapis.com/tensorflow/keras-applications/resnet/";

  /** The first release, whose tensors have the names of the original Keras ResNet50. */
  private static final String FIRST_KERAS =
      "https://github.com/fchollet/deep-learning-models/releases/download/v0.2/";

  private static final String KERAS_FILE = "_weights_tf_dim_ordering_tf_kernels.h5";

  /** Every well-known file of weights, in the order in which lists show them. */
  public static final List<KnownWeights> ALL =
      List.of(
          torchvision(
              "resnet18", "f37072fd47e89c5e827621c5baffa7500819f7896bbacec160b1a16c560e07ec"),
          torchvision(
              "resnet34", "b627a593bcbe140c234610266fe4f8ae95ea42fc881d091c9b6052e6b1d0590f"),
          torchvision(
              "resnet50", "0676ba61b6795bbe1773cffd859882e5e297624d384b6993f7c9e683e722fb8a"),
          torchvision(
              "resnet101", "63fe2227b86e8f1f2063f43a75c84d195911b6a0eace650907dd3dc62dd49a0a"),
          torchvision(
              "resnet152", "394f9c45966e3651a89bbb78a48410a6755854ce4a5ab64927cf1c7247f85e58"),
          torchvision("resnext50_32x4d", "7cdf4587"),
          torchvision("resnext101_32x8d", "8ba56ff5"),
          torchvision("wide_resnet50_2", "95faca4d"),
          torchvision("wide_resnet101_2", "32ee1156"),
          torchvisionV2(
              "resnet50", "11ad3fa62ca79e40addfd354a8ec4b7c75143b3038b8d2a807fbc68deab379ca"),
          torchvisionV2("resnet101", "cd907fc2"),
          torchvisionV2("resnet152", "f82ba261"),
          torchvisionV2("resnext50_32x4d", "1a0047aa"),
          torchvisionV2("resnext101_32x8d", "110c445d"),
          torchvisionV2("wide_resnet50_2", "9ba9bcbe"),
          torchvisionV2("wide_resnet101_2", "d733dc28"),
          keras("resnet50", "2cb95161c43110f7111970584f804107"),
          keras("resnet101", "f1aeb4b969a6efcfb50fad2f0c20cfc5"),
          keras("resnet152", "100835be76be38e30d865e96f2aaae62"),
          keras("resnet50v2", "3ef43a0b657b3be2300d5770ece849e0"),
          keras("resnet101v2", "6343647c601c52e1368623803854d971"),
          keras("resnet152v2", "a49b44d1979771252814e80f8ec446f9"),
          new KnownWeights(
              "keras/resnet50-original",
              URI.create(FIRST_KERAS + "resnet50" + KERAS_FILE),
              new Digest(Algorithm.MD5, "a7b3fe01876f51b976af0dea6bc144eb"),
              null,
              0));

  /** The number of digits of its SHA-256 in the name of a torchvision file. */
  private static final int DIGITS_IN_NAME = 8;

  private static KnownWeights torchvision(String model, String sha256) {
    return torchvision(model, model, sha256, null);
  }

  /** torchvision's second recipe, which evaluates on images resized to 232 instead of 256. */
  private static KnownWeights torchvisionV2(String model, String sha256) {
    return torchvision(model + "-v2", model, sha256, "torchvision-v2");
  }

  private static KnownWeights torchvision(
      String name, String model, String sha256, @Nullable String preprocessing) {
    String file = "%s-%s.pth".formatted(model, sha256.substring(0, DIGITS_IN_NAME));
    return new KnownWeights(
        "torchvision/" + name,
        URI.create(TORCHVISION + file),
        new Digest(Algorithm.SHA_256, sha256),
        preprocessing,
        null);
  }

  private static KnownWeights keras(String model, String md5) {
    return new KnownWeights(
        "keras/" + model,
        URI.create(KERAS + model + KERAS_FILE),
        new Digest(Algorithm.MD5, md5),
        null,
        null);
  }

  /**
   * The weights called {@code name}, such as {@code torchvision/resnet50}; empty if the name is
   * unknown.
   */
  public static Optional<KnownWeights> named(String name) {
    return ALL.stream().filter(weights -> weights.name.equals(name)).findFirst();
  }

  /** The default name of the model in results: the name without its publisher. */
  public String modelName() {
    return name.substring(name.indexOf('/') + 1);
  }
}
