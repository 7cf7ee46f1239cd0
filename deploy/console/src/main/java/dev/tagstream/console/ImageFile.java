package dev.tagstream.console;

import java.nio.file.Path;

/**
 * One file of a folder, an image or not.
 *
 * @param id its path relative to the folder, names separated by {@code /}
 * @param path of the file
 * @param bytes its length
 */
public record ImageFile(String id, Path path, long bytes) {}
