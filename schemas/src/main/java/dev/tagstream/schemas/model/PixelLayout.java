package dev.tagstream.schemas.model;

/** The order of a model's input dimensions; N is the batch. */
public enum PixelLayout {
  NCHW,
  NHWC
}
