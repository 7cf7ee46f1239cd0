package dev.tagstream.pipeline.record;

import java.io.Serializable;

/**
 * The time from one switch of models to the next, and the model that tags in it. Every record of an
 * images topic belongs to one epoch; within a partition, epochs grow with the offset.
 *
 * @param number 0 for the model that the job was started with, one more or higher for each switch
 * @param file path of the model on every TaskManager
 * @param sha256 of the model file: 64 lower-case hexadecimal digits
 */
public record ModelEpoch(long number, String file, String sha256) implements Serializable {

  public ModelEpoch {
    if (number < 0) {
      throw new IllegalArgumentException("an epoch is at least 0 but was " + number);
    }
  }
}
