package dev.tagstream.export.quantize;

import java.util.ArrayList;
import java.util.List;

/**
 * The images that calibrate an int8 model, and those that validate it.
 *
 * @param calibrating determine the ranges
 * @param heldBack are not used for calibration
 */
public record CalibrationSet(List<CalibrationImage> calibrating, List<CalibrationImage> heldBack) {

  /** One of this many images is held back. */
  private static final int HELD_BACK_OF = 4;

  public CalibrationSet {
    calibrating = List.copyOf(calibrating);
    heldBack = List.copyOf(heldBack);
  }

  /** Holds back every fourth image. */
  public static CalibrationSet of(List<CalibrationImage> images) {
    List<CalibrationImage> calibrating = new ArrayList<>();
    List<CalibrationImage> heldBack = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      (i % HELD_BACK_OF == HELD_BACK_OF - 1 ? heldBack : calibrating).add(images.get(i));
    }
    return new CalibrationSet(calibrating, heldBack);
  }

  /** All images. */
  public List<CalibrationImage> all() {
    List<CalibrationImage> all = new ArrayList<>(calibrating);
    all.addAll(heldBack);
    return all;
  }
}
