package dev.tagstream.cli.model;

import dev.tagstream.schemas.model.InputSpec;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The side of a square in pixels, a whole number, or {@code any}. */
final class SideConverter implements ITypeConverter<Integer> {

  private static final String ANY = "any";

  @Override
  public Integer convert(String text) {
    if (text.equals(ANY)) {
      return InputSpec.ANY_SIDE;
    }
    try {
      int side = Integer.parseInt(text);
      if (side < 1 || side > InputSpec.MAX_SIDE) {
        throw new TypeConversionException(
            "'%s' is not from 1 to %d".formatted(text, InputSpec.MAX_SIDE));
      }
      return side;
    } catch (NumberFormatException e) {
      throw new TypeConversionException("'%s' is neither a number nor any".formatted(text));
    }
  }
}
