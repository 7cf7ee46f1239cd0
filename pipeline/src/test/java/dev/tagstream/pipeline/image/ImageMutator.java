package dev.tagstream.pipeline.image;

import dev.tagstream.pipeline.ByteMutator;
import dev.tagstream.pipeline.image.ImageParts.Part;
import java.util.List;
import java.util.Random;

/**
 * Breaks images as errors and attackers do: in their bytes, in their parts, in the sizes that their
 * headers claim. The same number always makes the same mutant of the same images.
 */
final class ImageMutator {

  /** Sides that are none, few, at a limit of some format, or negative. */
  private static final int[] SIDES = {0, 1, 2, 17, 700, 4_000, 16_383, 30_000, 65_535, 1 << 28, -1};

  private final List<byte[]> images;
  private final long seed;

  ImageMutator(List<byte[]> images, long seed) {
    this.images = images;
    this.seed = seed;
  }

  byte[] mutant(int number) {
    // consecutive seeds alone make similar first numbers
    Random random = new Random(new Random(seed).nextLong() ^ number * 0x9E3779B97F4A7C15L);
    byte[] mutant = any(random).clone();
    // mostly one: a second change is seldom reached
    do {
      mutant = changed(mutant, random);
    } while (random.nextInt(3) == 0);
    if (random.nextInt(4) != 0 && mutant.length > 0 && mutant[0] == (byte) 0x89) {
      ImageParts.repairPng(mutant);
    }
    return mutant;
  }

  private byte[] changed(byte[] image, Random random) {
    ByteMutator bytes = new ByteMutator(random);
    return switch (random.nextInt(10)) {
      case 0 -> claimingSides(image, random);
      case 1 -> withoutPart(image, bytes, random);
      case 2 -> withForeignPart(image, bytes, random);
      case 3 -> withChangedPart(image, bytes, random);
      case 4 -> bytes.spliced(image, any(random));
      default -> bytes.changed(image);
    };
  }

  private byte[] claimingSides(byte[] image, Random random) {
    if (image.length > 0) {
      HeaderSize.set(
          image, SIDES[random.nextInt(SIDES.length)], SIDES[random.nextInt(SIDES.length)]);
    }
    return image;
  }

  private byte[] withoutPart(byte[] image, ByteMutator bytes, Random random) {
    Part part = anyPart(image, random);
    return bytes.replaced(image, part.begin(), part.end(), new byte[0]);
  }

  /** A part of another image, or of this one again, beside or in place of one of its own. */
  private byte[] withForeignPart(byte[] image, ByteMutator bytes, Random random) {
    byte[] other = random.nextBoolean() ? image : any(random);
    Part from = anyPart(other, random);
    Part to = anyPart(image, random);
    byte[] inserted = bytes.replaced(other, from.end(), other.length, new byte[0]);
    inserted = bytes.replaced(inserted, 0, from.begin(), new byte[0]);
    return bytes.replaced(image, random.nextBoolean() ? to.begin() : to.end(), to.end(), inserted);
  }

  /** Mostly the first bytes of a part, where its length and its numbers are. */
  private byte[] withChangedPart(byte[] image, ByteMutator bytes, Random random) {
    Part part = anyPart(image, random);
    int within = Math.min(part.length(), random.nextBoolean() ? 16 : Integer.MAX_VALUE);
    if (within > 0) {
      bytes.setNumber(image, part.begin() + random.nextInt(within));
    }
    return image;
  }

  private byte[] any(Random random) {
    return images.get(random.nextInt(images.size()));
  }

  /** A part, or all of an image whose parts are not known. */
  private static Part anyPart(byte[] image, Random random) {
    List<Part> parts = image.length == 0 ? List.of() : ImageParts.of(image);
    return parts.isEmpty() ? new Part(0, image.length) : parts.get(random.nextInt(parts.size()));
  }
}
