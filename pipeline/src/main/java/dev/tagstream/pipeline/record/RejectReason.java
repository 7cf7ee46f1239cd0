package dev.tagstream.pipeline.record;

/** Why an image was rejected. */
public enum RejectReason {
  /** The record has no value. */
  EMPTY_RECORD,
  /** The value is not an image event in Avro's single-object encoding, or ends too soon. */
  NOT_AN_IMAGE_EVENT,
  /** The value was written with a schema this job does not know. */
  UNKNOWN_SCHEMA,
  /** The event breaks a rule of its schema's documentation, such as an empty id. */
  INVALID_EVENT,
  /** The event names a URI instead of carrying its image. */
  URI_NOT_SUPPORTED,
  /** Nothing lies at the URI any more. */
  URI_NOT_FOUND,
  /** The store does not give what lies at the URI. */
  URI_NOT_ALLOWED,
  /** The image has no bytes. */
  EMPTY_IMAGE,
  /** The encoded image is larger than the limit. */
  TOO_MANY_BYTES,
  /** The image's width, height or area is above the limit. */
  TOO_MANY_PIXELS,
  /** The bytes are not in an image format this decoder reads. */
  UNSUPPORTED_FORMAT,
  /** The bytes begin like an image but cannot be decoded. */
  CORRUPT_IMAGE,
  /** The image ends before all of its pixels have come. */
  TRUNCATED_IMAGE,
  /** The model failed on this image alone. */
  MODEL_FAILED,
  /** The process died twice while it had this image in hand. */
  CRASHED_THE_PROCESS
}
