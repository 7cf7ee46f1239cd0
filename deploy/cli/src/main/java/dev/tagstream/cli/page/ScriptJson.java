package dev.tagstream.cli.page;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import org.jspecify.annotations.Nullable;

/**
 * Creates JSON that is safe in an HTML script element. It escapes characters that could end the
 * element or change the direction of text.
 */
final class ScriptJson {

  private static final JsonFactory JSON =
      JsonFactory.builder().build().setCharacterEscapes(new Escapes());

  private ScriptJson() {}

  /** A factory of generators for safe JSON. */
  static JsonFactory factory() {
    return JSON;
  }

  private static final class Escapes extends CharacterEscapes {

    private static final long serialVersionUID = 1;

    private final int[] ascii = standardAsciiEscapesForJSON();

    Escapes() {
      for (char markup : new char[] {'<', '>', '&', 0x7f}) {
        ascii[markup] = ESCAPE_CUSTOM;
      }
    }

    @Override
    public int[] getEscapeCodesForAscii() {
      return ascii.clone();
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int character) {
      return steers(character) || (character < ascii.length && ascii[character] == ESCAPE_CUSTOM)
          ? new SerializedString("\\u%04x".formatted(character))
          : null;
    }

    /**
     * Whether a character is a control, a Unicode line end, a direction mark, or an unpaired
     * surrogate, which has no bytes in UTF-8.
     */
    private static boolean steers(int character) {
      return (character >= 0x80 && character <= 0x9f)
          || character == 0x061c
          || character == 0x200e
          || character == 0x200f
          || (character >= 0x2028 && character <= 0x202e)
          || (character >= 0x2066 && character <= 0x2069)
          || Character.isSurrogate((char) character);
    }
  }
}
