package dev.tagstream.cli.model;

import dev.tagstream.export.resnet.Stem;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The name of a stem. */
final class StemConverter implements ITypeConverter<Stem> {

  @Override
  public Stem convert(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "imagenet" -> Stem.IMAGENET;
      case "small-image" -> Stem.SMALL_IMAGE;
      default ->
          throw new TypeConversionException(
              "expected imagenet or small-image but was '%s'".formatted(text));
    };
  }
}
