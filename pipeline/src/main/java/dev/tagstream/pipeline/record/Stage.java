package dev.tagstream.pipeline.record;

/** The step of the pipeline that rejected an image. */
public enum Stage {
  /** Reading the Avro event. */
  READ,
  /** Decoding, resizing and cropping. */
  DECODE,
  /** Running the model on a batch. */
  TAG
}
