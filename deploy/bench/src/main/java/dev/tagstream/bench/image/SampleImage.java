package dev.tagstream.bench.image;

/**
 * An encoded image.
 *
 * @param id what it is called, different from all others
 * @param encoded the bytes of its file, never written to
 */
public record SampleImage(String id, byte[] encoded) {}
