package dev.tagstream.pipeline.record;

/** The step of the pipeline that rejected an image. */
public enum Stage {
  /** Reading the Avro event. */
  READ,
  /** Fetching an image from its URI. */
  FETCH,
  /** Decoding, resizing and cropping. */
  DECODE,
  /** Running the model on a batch. */
  TAG
}
