package dev.tagstream.cli.page;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An image on a page: tagged, tagged by two, or rejected.
 *
 * @param id the image's id; null if unknown, and then the place is known
 * @param place the source of the image; null if the id shows it
 * @param answer its outcome
 * @param known its known class; null if unknown
 * @param thumbnail a JPEG, which must not change; null if there is none
 */
public record PageImage(
    @Nullable String id,
    @Nullable String place,
    Answer answer,
    @Nullable KnownClass known,
    byte @Nullable [] thumbnail) {

  /** The outcome of an image. */
  public sealed interface Answer {

    /**
     * The image was tagged.
     *
     * @param tags highest score first
     */
    record Tagged(List<PageTag> tags) implements Answer {

      public Tagged {
        tags = List.copyOf(tags);
      }
    }

    /**
     * Two models tagged the image.
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
     * The image was rejected.
     *
     * @param reason such as {@code CORRUPT_IMAGE}
     * @param detail in one line
     */
    record Rejected(String reason, String detail) implements Answer {}
  }

  /** An image whose id shows its source. */
  public static PageImage of(String id, Answer answer, byte @Nullable [] thumbnail) {
    return new PageImage(id, null, answer, null, thumbnail);
  }
}
