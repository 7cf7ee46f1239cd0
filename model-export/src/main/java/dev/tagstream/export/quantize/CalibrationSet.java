package dev.tagstream.export.quantize;

import java.util.ArrayList;
import java.util.List;

/**
 * Pictures that make a model int8, and others that tell how well it went.
 *
 * @param calibrating those that ranges are told from
 * @param heldBack those that have no part in it
 */
public record CalibrationSet(
    List<CalibrationPicture> calibrating, List<CalibrationPicture> heldBack) {

  /** One picture of so many is held back. */
  private static final int HELD_BACK_OF = 4;

  public CalibrationSet {
    calibrating = List.copyOf(calibrating);
    heldBack = List.copyOf(heldBack);
  }

  /** Holds back every fourth picture. */
  public static CalibrationSet of(List<CalibrationPicture> pictures) {
    List<CalibrationPicture> calibrating = new ArrayList<>();
    List<CalibrationPicture> heldBack = new ArrayList<>();
    for (int i = 0; i < pictures.size(); i++) {
      (i % HELD_BACK_OF == HELD_BACK_OF - 1 ? heldBack : calibrating).add(pictures.get(i));
    }
    return new CalibrationSet(calibrating, heldBack);
  }
}
