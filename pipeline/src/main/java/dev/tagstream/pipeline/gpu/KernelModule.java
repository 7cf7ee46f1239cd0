package dev.tagstream.pipeline.gpu;

import static java.util.Objects.requireNonNull;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The kernels of {@code scale_jpegs.cu}, compiled for one GPU. */
final class KernelModule implements AutoCloseable {

  private static final String SOURCE = "scale_jpegs.cu";

  /** The threads of a block that narrows a stretch of one row. */
  private static final int ROW_BLOCK = 128;

  private static final int BLOCK_WIDTH = 32;
  private static final int BLOCK_HEIGHT = 8;

  private final Gpu gpu;
  private final Pointer module;
  private final Pointer narrowRows;
  private final Pointer sumRows;

  private KernelModule(Gpu gpu, Pointer module) {
    this.gpu = gpu;
    this.module = module;
    this.narrowRows = function("narrowRows");
    this.sumRows = function("sumRows");
  }

  /**
   * Compiles and loads the kernels; the GPU must be current.
   *
   * @throws GpuException if CUDA's compiler is not found or does not support the GPU
   */
  static KernelModule load(Gpu gpu) {
    try (Memory code = Nvrtc.compile(SOURCE, source(), gpu.architecture())) {
      PointerByReference module = new PointerByReference();
      gpu.check(gpu.driver().cuModuleLoadData(module, code), "cuModuleLoadData of " + SOURCE);
      return new KernelModule(gpu, module.getValue());
    }
  }

  private static String source() {
    try (InputStream resource = requireNonNull(KernelModule.class.getResourceAsStream(SOURCE))) {
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private Pointer function(String name) {
    PointerByReference function = new PointerByReference();
    gpu.check(gpu.driver().cuModuleGetFunction(function, module, name), name);
    return function.getValue();
  }

  /**
   * Makes the source rows of all images as narrow as the output.
   *
   * @param images address of their table
   * @param columns the most that one of them shows
   * @param sourceRows the most that one of them needs
   * @param count how many they are
   */
  void narrowRows(long images, int columns, int sourceRows, int count, Pointer stream) {
    try (Arguments arguments = new Arguments().add(images)) {
      Grid grid = new Grid(blocks(columns, ROW_BLOCK), sourceRows, count);
      launch(narrowRows, grid, ROW_BLOCK, 1, arguments, stream);
    }
  }

  /**
   * Makes the output of the narrow rows.
   *
   * @param output address of uint8 [count, height, width, 3]
   */
  void sumRows(long images, long output, int width, int height, int count, Pointer stream) {
    try (Arguments arguments = new Arguments().add(images).add(output).add(width).add(height)) {
      Grid grid = new Grid(blocks(width, BLOCK_WIDTH), blocks(height, BLOCK_HEIGHT), count);
      launch(sumRows, grid, BLOCK_WIDTH, BLOCK_HEIGHT, arguments, stream);
    }
  }

  /** The blocks of a launch in each direction. */
  private record Grid(int width, int height, int depth) {}

  private static int blocks(int items, int ofBlock) {
    return (items + ofBlock - 1) / ofBlock;
  }

  private void launch(
      Pointer function,
      Grid grid,
      int blockWidth,
      int blockHeight,
      Arguments arguments,
      Pointer stream) {
    gpu.check(
        gpu.driver()
            .cuLaunchKernel(
                function,
                grid.width(),
                grid.height(),
                grid.depth(),
                blockWidth,
                blockHeight,
                1,
                0,
                stream,
                arguments.pointers(),
                null),
        "cuLaunchKernel");
  }

  @Override
  public void close() {
    gpu.check(gpu.driver().cuModuleUnload(module), "cuModuleUnload");
  }

  /** A kernel's arguments: 8 bytes for each value, and a pointer to each. */
  private static final class Arguments implements AutoCloseable {

    private static final int MOST = 4;

    private final Memory values = new Memory((long) MOST * Long.BYTES);
    private final Memory pointers = new Memory((long) MOST * Native.POINTER_SIZE);
    private int count;

    Arguments add(long value) {
      values.setLong((long) count * Long.BYTES, value);
      pointers.setPointer(
          (long) count * Native.POINTER_SIZE, values.share((long) count * Long.BYTES));
      count++;
      return this;
    }

    Pointer pointers() {
      return pointers;
    }

    @Override
    public void close() {
      values.close();
      pointers.close();
    }
  }
}
