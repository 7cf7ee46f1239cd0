package dev.tagstream.pipeline.record;

/** Why an image was rejected. */
public enum RejectReason {
  /** The record has no value. */
  EMPTY_RECORD,
  /** The value is not an image event in Avro's single-object encoding, or is truncated. */
  NOT_AN_IMAGE_EVENT,
  /** The value was written with a schema that this job does not know. */
  UNKNOWN_SCHEMA,
  /** The value names a schema by an id that the schema registry does not have. */
  UNKNOWN_SCHEMA_ID,
  /** The event breaks a rule of its schema's documentation, such as an empty id. */
  INVALID_EVENT,
  /** The event contains a URI instead of an image, and the job does not fetch images. */
  URI_NOT_SUPPORTED,
  /** The URI has no image any more, or another one than expected. */
  URI_NOT_FOUND,
  /** The job may not fetch the URI, or its server denies access. */
  URI_NOT_ALLOWED,
  /** The image at the URI is larger than the limit. */
  URI_TOO_LARGE,
  /** All attempts to fetch the URI failed. */
  URI_UNREACHABLE,
  /** The image has no bytes. */
  EMPTY_IMAGE,
  /** The encoded image is larger than the limit. */
  TOO_MANY_BYTES,
  /** The image's width, height or area exceeds the limit. */
  TOO_MANY_PIXELS,
  /** The bytes do not have an image format that the job decodes. */
  UNSUPPORTED_FORMAT,
  /** The bytes begin like an image but cannot be decoded. */
  CORRUPT_IMAGE,
  /** The image is truncated. */
  TRUNCATED_IMAGE,
  /** The model failed on this image alone. */
  MODEL_FAILED,
  /** The process died twice while it worked on this image. */
  CRASHED_THE_PROCESS
}
