package dev.tagstream.pipeline.image;

import dev.tagstream.pipeline.ByteMutator;
import dev.tagstream.pipeline.image.PictureParts.Part;
import java.util.List;
import java.util.Random;

/**
 * Breaks pictures as errors and attackers do: in their bytes, in their parts, in the sizes that
 * their headers claim. The same number always makes the same mutant of the same pictures.
 */
final class PictureMutator {

  /** Sides that are none, few, at a limit of some format, or negative. */
  private static final int[] SIDES = {0, 1, 2, 17, 700, 4_000, 16_383, 30_000, 65_535, 1 << 28, -1};

  private final List<byte[]> pictures;
  private final long seed;

  PictureMutator(List<byte[]> pictures, long seed) {
    this.pictures = pictures;
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
      PictureParts.repairPng(mutant);
    }
    return mutant;
  }

  private byte[] changed(byte[] picture, Random random) {
    ByteMutator bytes = new ByteMutator(random);
    return switch (random.nextInt(10)) {
      case 0 -> claimingSides(picture, random);
      case 1 -> withoutPart(picture, bytes, random);
      case 2 -> withForeignPart(picture, bytes, random);
      case 3 -> withChangedPart(picture, bytes, random);
      case 4 -> bytes.spliced(picture, any(random));
      default -> bytes.changed(picture);
    };
  }

  private byte[] claimingSides(byte[] picture, Random random) {
    if (picture.length > 0) {
      HeaderSize.set(
          picture, SIDES[random.nextInt(SIDES.length)], SIDES[random.nextInt(SIDES.length)]);
    }
    return picture;
  }

  private byte[] withoutPart(byte[] picture, ByteMutator bytes, Random random) {
    Part part = anyPart(picture, random);
    return bytes.replaced(picture, part.begin(), part.end(), new byte[0]);
  }

  /** A part of another picture, or of this one again, beside or in place of one of its own. */
  private byte[] withForeignPart(byte[] picture, ByteMutator bytes, Random random) {
    byte[] other = random.nextBoolean() ? picture : any(random);
    Part from = anyPart(other, random);
    Part to = anyPart(picture, random);
    byte[] inserted = bytes.replaced(other, from.end(), other.length, new byte[0]);
    inserted = bytes.replaced(inserted, 0, from.begin(), new byte[0]);
    return bytes.replaced(
        picture, random.nextBoolean() ? to.begin() : to.end(), to.end(), inserted);
  }

  /** Mostly the first bytes of a part, where its length and its numbers are. */
  private byte[] withChangedPart(byte[] picture, ByteMutator bytes, Random random) {
    Part part = anyPart(picture, random);
    int within = Math.min(part.length(), random.nextBoolean() ? 16 : Integer.MAX_VALUE);
    if (within > 0) {
      bytes.setNumber(picture, part.begin() + random.nextInt(within));
    }
    return picture;
  }

  private byte[] any(Random random) {
    return pictures.get(random.nextInt(pictures.size()));
  }

  /** A part, or all of a picture whose parts are not known. */
  private static Part anyPart(byte[] picture, Random random) {
    List<Part> parts = picture.length == 0 ? List.of() : PictureParts.of(picture);
    return parts.isEmpty() ? new Part(0, picture.length) : parts.get(random.nextInt(parts.size()));
  }
}
