package dev.tagstream.bench.image;

import java.util.Random;

/**
 * Smooth noise in octaves whose strength falls with their frequency, as in photographs: 1/f. The
 * same random numbers give the same noise.
 */
final class Clouds {

  private final int width;
  private final int height;
  private final float[] values;

  /**
   * Draws noise around zero.
   *
   * @param coarsest width of the largest features, in pixels
   * @param finest width of the smallest, in pixels, at least 1
   * @param falloff the strength of each octave relative to the one before, 0 to 1
   */
  Clouds(int width, int height, int coarsest, int finest, float falloff, Random random) {
    this.width = width;
    this.height = height;
    this.values = new float[width * height];
    float strength = 1;
    for (int cell = coarsest; cell >= finest; cell /= 2) {
      addOctave(cell, strength, random);
      strength *= falloff;
    }
  }

  /** The noise at a pixel, mostly from -1.5 to 1.5. */
  float at(int x, int y) {
    return values[y * width + x];
  }

  private void addOctave(int cell, float strength, Random random) {
    int columns = width / cell + 2;
    float[] grid = new float[columns * (height / cell + 2)];
    for (int i = 0; i < grid.length; i++) {
      grid[i] = strength * (2 * random.nextFloat() - 1);
    }
    for (int y = 0; y < height; y++) {
      float down = smooth((float) (y % cell) / cell);
      int row = y / cell * columns;
      for (int x = 0; x < width; x++) {
        float right = smooth((float) (x % cell) / cell);
        int corner = row + x / cell;
        float above = mix(grid[corner], grid[corner + 1], right);
        float below = mix(grid[corner + columns], grid[corner + columns + 1], right);
        values[y * width + x] += mix(above, below, down);
      }
    }
  }

  private static float mix(float from, float to, float share) {
    return from + share * (to - from);
  }

  private static float smooth(float share) {
    return share * share * (3 - 2 * share);
  }
}
