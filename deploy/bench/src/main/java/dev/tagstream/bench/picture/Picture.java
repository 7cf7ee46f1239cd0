package dev.tagstream.bench.picture;

/**
 * An encoded picture.
 *
 * @param id what it is called, different from all others
 * @param encoded the bytes of its file, never written to
 */
public record Picture(String id, byte[] encoded) {}
