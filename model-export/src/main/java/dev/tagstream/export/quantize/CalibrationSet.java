package dev.tagstream.export.quantize;

import java.util.ArrayList;
import java.util.List;

/**
 * Images that make a model int8, and others that tell how well it went.
 *
 * @param calibrating those that ranges are told from
 * @param heldBack those that have no part in it
 */
public record CalibrationSet(List<CalibrationImage> calibrating, List<CalibrationImage> heldBack) {

  /** One image of so many is held back. */
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
}
