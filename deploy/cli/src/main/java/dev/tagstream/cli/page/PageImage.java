package dev.tagstream.cli.page;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An image on a page: tagged, tagged by two, or rejected.
 *
 * @param id the image's id; null if unknown, where there is a place
 * @param place where it came from; null if the id says it
 * @param answer what became of it
 * @param known what it shows; null if unknown
 * @param thumbnail a JPEG; null if there is none. Not to be changed
 */
public record PageImage(
    @Nullable String id,
    @Nullable String place,
    Answer answer,
    @Nullable KnownClass known,
    byte @Nullable [] thumbnail) {

  /** What became of an image. */
  public sealed interface Answer {

    /**
     * It has tags.
     *
     * @param tags highest score first
     */
    record Tagged(List<PageTag> tags) implements Answer {

      public Tagged {
        tags = List.copyOf(tags);
      }
    }

    /**
     * Two models have tagged it.
     *
     * @param tags the model's, highest score first
     * @param reference the reference's, highest score first
     * @param differs whether they disagree
     */
    record Compared(List<PageTag> tags, List<PageTag> reference, boolean differs)
        implements Answer {

      public Compared {
        tags = List.copyOf(tags);
        reference = List.copyOf(reference);
      }
    }

    /**
     * It has none.
     *
     * @param reason such as {@code CORRUPT_IMAGE}
     * @param detail in one line
     */
    record Rejected(String reason, String detail) implements Answer {}
  }

  /** An image whose id says where it came from. */
  public static PageImage of(String id, Answer answer, byte @Nullable [] thumbnail) {
    return new PageImage(id, null, answer, null, thumbnail);
  }
}
