package dev.tagstream.bench.bare;

import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Bare ONNX Runtime as a program: it starts, loads a model, runs the rows of a file and ends. */
public final class BareProgram {

  private BareProgram() {}

  /** Consecutive rows of a mapped file. */
  private record MappedRows(ByteBuffer all, int rowBytes) implements BareRun.Rows {

    @Override
    public ByteBuffer of(int first, int count) {
      return all.slice(first * rowBytes, count * rowBytes).order(ByteOrder.nativeOrder());
    }

    @Override
    public void close() {}
  }

  /**
   * Runs the program.
   *
   * @param arguments the model, the file of prepared rows, and the number of rows
   */
  public static void main(String... arguments) throws Exception {
    int images = Integer.parseInt(arguments[2]);
    try (FileChannel file = FileChannel.open(Path.of(arguments[1]));
        OrtSession session = BareRun.open(arguments[0])) {
      ByteBuffer all = file.map(FileChannel.MapMode.READ_ONLY, 0, file.size());
      MappedRows rows = new MappedRows(all, all.capacity() / images);
      BareRun.over(session, images, () -> rows);
    }
  }
}
