package dev.tagstream.cli.model;

import dev.tagstream.export.resnet.PoolPadding;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts a number of pixels of padding. */
final class PoolPaddingConverter implements ITypeConverter<PoolPadding> {

  @Override
  public PoolPadding convert(String text) {
    return Optional.of(text)
        .filter(given -> given.matches("[01]"))
        .flatMap(given -> PoolPadding.ofPixels(Integer.parseInt(given)))
        .orElseThrow(() -> new TypeConversionException("'%s' is neither 0 nor 1".formatted(text)));
  }
}
