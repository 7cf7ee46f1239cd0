package dev.tagstream.pipeline.gpu;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import dev.tagstream.pipeline.bytes.ByteRange;
import dev.tagstream.pipeline.image.JpegPlan;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * One stream of a GPU, with the memory that a batch needs on its way through it. Used by one thread
 * at a time.
 */
final class DecoderLane implements AutoCloseable {

  /** The threads of nvJPEG for decoding Huffman codes on the CPU. */
  private static final int CPU_THREADS = 1;

  private final Gpu gpu;
  private final NvJpeg nvJpeg;
  private final Pointer handle;
  private final KernelModule kernels;
  private final Pointer state;
  private final Pointer stream;
  private final HostBuffer encoded;
  private final HostBuffer tables;
  private final HostBuffer output;
  private final DeviceBuffer planesOnDevice;
  private final DeviceBuffer tablesOnDevice;
  private final DeviceBuffer narrowOnDevice;
  private final DeviceBuffer outputOnDevice;

  /** The number of images for which nvJPEG's state was created. */
  private int stateSize;

  DecoderLane(Gpu gpu, HostMemory memory, NvJpegHandle opened, KernelModule kernels) {
    this.gpu = gpu;
    this.nvJpeg = opened.functions();
    this.handle = opened.handle();
    this.kernels = kernels;
    this.encoded = new HostBuffer(memory);
    this.tables = new HostBuffer(memory);
    this.output = new HostBuffer(memory);
    this.planesOnDevice = new DeviceBuffer(gpu);
    this.tablesOnDevice = new DeviceBuffer(gpu);
    this.narrowOnDevice = new DeviceBuffer(gpu);
    this.outputOnDevice = new DeviceBuffer(gpu);
    gpu.makeCurrent();
    PointerByReference made = new PointerByReference();
    int status = nvJpeg.nvjpegJpegStateCreate(handle, made);
    if (status != NvJpeg.SUCCESS) {
      throw new GpuException("nvjpegJpegStateCreate failed: " + NvJpeg.name(status));
    }
    this.state = made.getValue();
    this.stream = gpu.createStream();
  }

  /**
   * Decodes and scales images.
   *
   * @return uint8 [images, height, width, 3]; valid until the next call
   * @throws BadJpegException if one of them cannot be decoded; it is not known which
   * @throws GpuException if the card cannot be used
   */
  ByteBuffer decode(JpegBatch batch) throws BadJpegException {
    gpu.makeCurrent();
    List<Planes> planes = layOut(batch.plans());
    decodePlanes(batch, planes);
    JpegPlan first = batch.plans().get(0);
    return scale(batch.plans(), planes, first.outputWidth(), first.outputHeight());
  }

  private List<Planes> layOut(List<JpegPlan> plans) {
    long bytes = 0;
    for (JpegPlan plan : plans) {
      bytes = Planes.at(bytes, plan).end();
    }
    long address = planesOnDevice.require(bytes);
    List<Planes> planes = new ArrayList<>(plans.size());
    for (JpegPlan plan : plans) {
      Planes next = Planes.at(address, plan);
      planes.add(next);
      address = next.end();
    }
    return planes;
  }

  private void decodePlanes(JpegBatch batch, List<Planes> planes) throws BadJpegException {
    int count = batch.size();
    ByteBuffer bytes = encoded.require(batch.encoded().stream().mapToInt(ByteRange::length).sum());
    try (Memory data = new Memory((long) count * Native.POINTER_SIZE);
        Memory lengths = new Memory((long) count * Native.SIZE_T_SIZE);
        Memory images = new Memory((long) count * Planes.IMAGE_BYTES)) {
      for (int i = 0; i < count; i++) {
        ByteRange file = batch.encoded().get(i);
        data.setPointer((long) i * Native.POINTER_SIZE, encoded.pointer().share(bytes.position()));
        lengths.setLong((long) i * Native.SIZE_T_SIZE, file.length());
        bytes.put(file.array(), file.offset(), file.length());
        planes.get(i).write(images, i);
      }
      prepareState(count);
      check(
          nvJpeg.nvjpegDecodeBatched(handle, state, data, lengths, images, stream),
          "nvjpegDecodeBatched");
    }
  }

  private void prepareState(int count) throws BadJpegException {
    if (stateSize != count) {
      stateSize = 0;
      check(
          nvJpeg.nvjpegDecodeBatchedInitialize(
              handle, state, count, CPU_THREADS, NvJpeg.OUTPUT_YUV),
          "nvjpegDecodeBatchedInitialize");
      stateSize = count;
    }
  }

  private void check(int status, String call) throws BadJpegException {
    if (status != NvJpeg.SUCCESS) {
      stateSize = 0;
      // the stream may still read the memory that the next batch overwrites
      gpu.check(gpu.driver().cuStreamSynchronize(stream), "cuStreamSynchronize");
      throw new BadJpegException("%s failed: %s".formatted(call, NvJpeg.name(status)));
    }
  }

  private ByteBuffer scale(List<JpegPlan> plans, List<Planes> planes, int width, int height) {
    ImageTable table = new ImageTable(plans);
    long tableAddress = tablesOnDevice.require(table.bytes());
    long narrow = narrowOnDevice.require(table.narrowBytes());
    table.write(tables.require(table.bytes()), tableAddress, planes, narrow);
    int bytes = Math.multiplyExact(plans.size(), 3 * width * height);
    long outputAddress = outputOnDevice.require(bytes);
    ByteBuffer rows = output.require(bytes);
    CudaDriver driver = gpu.driver();
    gpu.check(
        driver.cuMemcpyHtoDAsync_v2(tableAddress, tables.pointer(), table.bytes(), stream),
        "cuMemcpyHtoD");
    kernels.narrowRows(tableAddress, table.columns(), table.sourceRows(), plans.size(), stream);
    kernels.sumRows(tableAddress, outputAddress, width, height, plans.size(), stream);
    gpu.check(
        driver.cuMemcpyDtoHAsync_v2(output.pointer(), outputAddress, bytes, stream),
        "cuMemcpyDtoH");
    gpu.check(driver.cuStreamSynchronize(stream), "cuStreamSynchronize");
    return rows;
  }

  @Override
  public void close() {
    gpu.makeCurrent();
    nvJpeg.nvjpegJpegStateDestroy(state);
    gpu.check(gpu.driver().cuStreamDestroy_v2(stream), "cuStreamDestroy");
    encoded.close();
    tables.close();
    output.close();
    planesOnDevice.close();
    tablesOnDevice.close();
    narrowOnDevice.close();
    outputOnDevice.close();
  }
}
