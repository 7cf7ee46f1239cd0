package dev.tagstream.bench.image;

/**
 * An encoded image.
 *
 * @param id a unique id
 * @param encoded the bytes of the file; read-only
 */
public record SampleImage(String id, byte[] encoded) {}
