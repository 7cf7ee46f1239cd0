package dev.tagstream.bench.bare;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bare ONNX Runtime as a program: it starts, loads a model, runs the rows of a file and ends. One
 * thread for each processor calls a session whose single thread does not spin.
 */
public final class BareProgram {

  /** Smaller batches are slower, larger ones are not faster. */
  private static final int BATCH_IMAGES = 4;

  private BareProgram() {}

  /**
   * Runs the program.
   *
   * @param arguments the model, the file of prepared rows, and the number of rows
   */
  public static void main(String... arguments) throws Exception {
    int images = Integer.parseInt(arguments[2]);
    OrtEnvironment environment = OnnxRuntime.environment();
    try (SessionOptions options = new SessionOptions();
        FileChannel rows = FileChannel.open(Path.of(arguments[1]))) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      ByteBuffer all =
          rows.map(FileChannel.MapMode.READ_ONLY, 0, rows.size()).order(ByteOrder.nativeOrder());
      try (OrtSession session = environment.createSession(arguments[0], options)) {
        run(session, all, images);
      }
    }
  }

  private static void run(OrtSession session, ByteBuffer all, int images) throws Exception {
    AtomicInteger next = new AtomicInteger();
    int threads = Runtime.getRuntime().availableProcessors();
    ExecutorService callers = Executors.newFixedThreadPool(threads);
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      running.add(
          callers.submit(
              () -> {
                int first = next.getAndAdd(BATCH_IMAGES);
                for (; first < images; first = next.getAndAdd(BATCH_IMAGES)) {
                  run(session, all, images, first);
                }
                return null;
              }));
    }
    callers.shutdown();
    for (Future<?> each : running) {
      each.get();
    }
  }

  @SuppressWarnings("try") // the result is closed without being read
  private static void run(OrtSession session, ByteBuffer all, int images, int first)
      throws Exception {
    NodeInfo input = session.getInputInfo().values().iterator().next();
    TensorInfo tensor = (TensorInfo) input.getInfo();
    int count = Math.min(BATCH_IMAGES, images - first);
    int rowBytes = all.capacity() / images;
    ByteBuffer rows = all.slice(first * rowBytes, count * rowBytes).order(ByteOrder.nativeOrder());
    long[] shape = tensor.getShape();
    shape[0] = count;
    try (OnnxTensor batch =
            OnnxTensor.createTensor(OnnxRuntime.environment(), rows, shape, tensor.type);
        OrtSession.Result result = session.run(Map.of(input.getName(), batch))) {}
  }
}
