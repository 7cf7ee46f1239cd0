package dev.tagstream.cli.files;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files and folders that a command writes. In a folder of images, such as the current one, they
 * are not images.
 */
public final class WrittenPlaces {

  /** Of a command that writes none. */
  public static final WrittenPlaces NONE = new WrittenPlaces(Set.of());

  private final Set<Path> names;
  private final Set<FilePlace> places;

  /** The places of paths, which need not exist yet. */
  public WrittenPlaces(Collection<Path> paths) {
    this.places = paths.stream().map(FilePlace::of).collect(Collectors.toUnmodifiableSet());
    // a path may be a link of another name
    this.names =
        Stream.concat(paths.stream(), places.stream().map(FilePlace::real))
            .map(Path::getFileName)
            .collect(Collectors.toSet());
  }

  /** Whether an entry of a folder is one of them. */
  boolean has(Path entry) {
    // names first: a place costs a call of the file system
    return names.contains(entry.getFileName()) && places.contains(FilePlace.of(entry));
  }
}
