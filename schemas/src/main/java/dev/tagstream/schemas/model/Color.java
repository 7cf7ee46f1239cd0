package dev.tagstream.schemas.model;

import java.io.Serializable;

/**
 * A color of an image's pixels, before they are normalized.
 *
 * @param red 0 to 255
 * @param green 0 to 255
 * @param blue 0 to 255
 */
public record Color(int red, int green, int blue) implements Serializable {

  /** The highest level of a channel. */
  public static final int MAX_LEVEL = 255;

  public static final Color BLACK = new Color(0, 0, 0);

  public Color {
    if (!isLevel(red) || !isLevel(green) || !isLevel(blue)) {
      throw new IllegalArgumentException(
          "levels must be from 0 to 255 but are %d, %d, %d".formatted(red, green, blue));
    }
  }

  /** Whether a number can be a level of a channel. */
  static boolean isLevel(double number) {
    return number >= 0 && number <= MAX_LEVEL && number == Math.rint(number);
  }
}
