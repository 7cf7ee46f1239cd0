package dev.tagstream.cli.model;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * Refuses options that have no meaning for the origin of a model.
 *
 * @param origin as an error message names it
 */
record ExcludedOptions(CommandLine command, String origin) {

  /** Refuses an option that has a value. */
  void refuse(String option, @Nullable Object value) {
    if (value != null) {
      throw new ParameterException(command, option + " does not go with " + origin);
    }
  }
}
