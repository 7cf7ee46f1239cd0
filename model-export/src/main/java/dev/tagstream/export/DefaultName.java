package dev.tagstream.export;

import dev.tagstream.export.contract.StatedContract;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the model's name in results: the requested one, otherwise the stated one, otherwise the
 * file's.
 */
final class DefaultName {

  private DefaultName() {}

  static String of(@Nullable String asked, StatedContract stated, Path file) {
    String name = asked != null ? asked : stated.name();
    return name != null ? name : file.getFileName().toString().replaceFirst("\\.[^.]+$", "");
  }
}
