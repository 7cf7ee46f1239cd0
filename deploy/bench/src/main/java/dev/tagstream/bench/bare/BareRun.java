package dev.tagstream.bench.bare;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.TensorInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs images through a session of bare ONNX Runtime. One thread for each processor calls the
 * session, whose single thread does not spin.
 */
final class BareRun {

  /** Smaller batches are slower, larger ones are not faster. */
  static final int BATCH_IMAGES = 4;

  private BareRun() {}

  /** Gives one thread the rows of images. */
  interface Rows extends AutoCloseable {

    /**
     * The rows of consecutive images, valid until the next call.
     *
     * @param count at most {@link #BATCH_IMAGES}
     */
    ByteBuffer of(int first, int count) throws IOException;

    @Override
    void close();
  }

  /** Opens the rows of a thread. */
  interface RowsOfThread {

    Rows open();
  }

  /** Opens a session. */
  static OrtSession open(String model) throws OrtException {
    try (SessionOptions options = new SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      return OnnxRuntime.environment().createSession(model, options);
    }
  }

  /** Runs every image once. */
  static void over(OrtSession session, int images, RowsOfThread rows)
      throws ExecutionException, InterruptedException {
    AtomicInteger next = new AtomicInteger();
    int threads = Runtime.getRuntime().availableProcessors();
    ExecutorService callers = Executors.newFixedThreadPool(threads);
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      running.add(
          callers.submit(
              () -> {
                try (Rows own = rows.open()) {
                  int first = next.getAndAdd(BATCH_IMAGES);
                  for (; first < images; first = next.getAndAdd(BATCH_IMAGES)) {
                    int count = Math.min(BATCH_IMAGES, images - first);
                    run(session, own.of(first, count), count);
                  }
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
  private static void run(OrtSession session, ByteBuffer rows, int count) throws OrtException {
    NodeInfo input = session.getInputInfo().values().iterator().next();
    TensorInfo tensor = (TensorInfo) input.getInfo();
    long[] shape = tensor.getShape();
    shape[0] = count;
    try (OnnxTensor batch =
            OnnxTensor.createTensor(OnnxRuntime.environment(), rows, shape, tensor.type);
        OrtSession.Result result = session.run(Map.of(input.getName(), batch))) {}
  }
}
