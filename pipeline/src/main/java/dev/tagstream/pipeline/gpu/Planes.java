package dev.tagstream.pipeline.gpu;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import dev.tagstream.pipeline.image.JpegPlan;
import dev.tagstream.pipeline.image.jpeg.JpegSampling;

/**
 * The addresses of an image's planes in device memory, one behind the other.
 *
 * @param luma address of Y, uint8 [height, lumaPitch]
 * @param blue address of Cb, uint8 [chroma height, chromaPitch]; 0 for grey
 * @param red address of Cr, as Cb
 * @param lumaPitch bytes from one row to the next
 * @param chromaPitch bytes from one row to the next
 * @param end the address behind the last plane
 */
record Planes(long luma, long blue, long red, int lumaPitch, int chromaPitch, long end) {

  /** The alignment of rows and planes that suits nvJPEG's units. */
  private static final int ALIGNMENT = 64;

  /** nvJPEG writes whole blocks of up to 16 rows. */
  private static final int BLOCK_ROWS = 16;

  /** An nvjpegImage_t: four addresses, then four pitches. */
  static final int IMAGE_BYTES = NvJpeg.CHANNELS * (Native.POINTER_SIZE + Native.SIZE_T_SIZE);

  /** Arranges the planes from an aligned address on. */
  static Planes at(long address, JpegPlan plan) {
    int lumaPitch = aligned(plan.width());
    long afterLuma = address + (long) lumaPitch * padded(plan.height());
    if (plan.sampling() == JpegSampling.GREY) {
      return new Planes(address, 0, 0, lumaPitch, 0, afterLuma);
    }
    int chromaPitch = aligned(plan.sampling().chromaWidth(plan.width()));
    long plane = (long) chromaPitch * padded(plan.sampling().chromaHeight(plan.height()));
    return new Planes(
        address, afterLuma, afterLuma + plane, lumaPitch, chromaPitch, afterLuma + 2 * plane);
  }

  private static int aligned(int length) {
    return (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  private static int padded(int rows) {
    return (rows + BLOCK_ROWS - 1) / BLOCK_ROWS * BLOCK_ROWS;
  }

  /** Writes the nvjpegImage_t that refers to the planes. */
  void write(Memory images, int index) {
    long at = (long) index * IMAGE_BYTES;
    long pitches = at + (long) NvJpeg.CHANNELS * Native.POINTER_SIZE;
    long[] addresses = {luma, blue, red, 0};
    long[] lengths = {lumaPitch, chromaPitch, chromaPitch, 0};
    images.write(at, addresses, 0, NvJpeg.CHANNELS);
    images.write(pitches, lengths, 0, NvJpeg.CHANNELS);
  }
}
