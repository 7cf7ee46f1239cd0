package dev.tagstream.cli;

import dev.tagstream.cli.files.FilePlace;
import dev.tagstream.console.UserErrorException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads a path. The empty path, which a script gives whose variable is not set, would be the
 * current folder.
 */
final class PathConverter implements ITypeConverter<Path> {

  @Override
  public Path convert(String text) {
    try {
      return FilePlace.path(text);
    } catch (UserErrorException e) {
      // picocli adds the name of the option
      throw new TypeConversionException(e.getMessage());
    }
  }
}
