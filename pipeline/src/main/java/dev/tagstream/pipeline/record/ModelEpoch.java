package dev.tagstream.pipeline.record;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * The time from one switch of models to the next, and the models that tag in it. Every record of an
 * images topic belongs to one epoch; within a partition, epochs grow with the offset.
 *
 * @param number 0 for the model that the job was started with, one more or higher for each switch
 * @param main the model that tags all images, except those of the canary
 * @param canary tags a share of the images; null if there is none
 * @param shadow runs after the others, and its tags are not the results; null if there is none
 */
public record ModelEpoch(long number, Model main, @Nullable Canary canary, @Nullable Model shadow)
    implements Serializable {

  /**
   * A model file.
   *
   * @param file its path on every TaskManager
   * @param sha256 64 lower-case hexadecimal digits
   */
  public record Model(String file, String sha256) implements Serializable {

    /** The file for messages: a URI without its query, which may be a signature. */
    public String place() {
      int query = file.contains("://") ? file.indexOf('?') : -1;
      return query < 0 ? file : file.substring(0, query);
    }
  }

  /**
   * A model that tags a share of the images.
   *
   * @param model the model
   * @param share of the images, above 0 and below 1
   * @param attribute the images with the same value of this attribute have the same model, and
   *     those without it the main model; null to choose images by their ids
   * @param since the epoch in which this model became the canary, at least 1; another epoch chooses
   *     other images
   */
  public record Canary(Model model, double share, @Nullable String attribute, long since)
      implements Serializable {

    public Canary {
      if (!(share > 0 && share < 1)) {
        throw new IllegalArgumentException(
            "the share of a canary must be above 0 and below 1 but was " + share);
      }
      if (attribute != null && attribute.isBlank()) {
        throw new IllegalArgumentException("the attribute of a canary needs a name");
      }
    }

    /** Whether this model tags an image. A larger share adds images and takes none away. */
    public boolean tags(EncodedImage image) {
      String name = attribute == null ? image.id() : image.attributes().get(attribute);
      return name != null && uniform(name, since) < share;
    }

    /** A number from 0 to less than 1 that looks random: FNV-1a with MurmurHash3's finalizer. */
    private static double uniform(String text, long salt) {
      long hash = mixed(0xCBF29CE484222325L ^ salt);
      for (int i = 0; i < text.length(); i++) {
        hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
      }
      return (mixed(hash) >>> 11) * 0x1p-53;
    }

    private static long mixed(long value) {
      long bits = (value ^ (value >>> 33)) * 0xFF51AFD7ED558CCDL;
      bits = (bits ^ (bits >>> 33)) * 0xC4CEB9FE1A85EC53L;
      return bits ^ (bits >>> 33);
    }
  }

  public ModelEpoch {
    if (number < 0) {
      throw new IllegalArgumentException("an epoch is at least 0 but was " + number);
    }
  }

  /** An epoch with one model. */
  public ModelEpoch(long number, String file, String sha256) {
    this(number, new Model(file, sha256), null, null);
  }

  /** The model in a role; null if there is none. */
  public @Nullable Model model(ModelRole role) {
    return switch (role) {
      case MAIN -> main;
      case CANARY -> canary == null ? null : canary.model();
      case SHADOW -> shadow;
    };
  }

  /** The role of the model that tags an image: main or canary. */
  public ModelRole roleOf(EncodedImage image) {
    return canary != null && canary.tags(image) ? ModelRole.CANARY : ModelRole.MAIN;
  }
}
