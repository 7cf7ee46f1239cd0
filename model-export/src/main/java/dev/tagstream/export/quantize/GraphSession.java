package dev.tagstream.export.quantize;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import dev.tagstream.export.onnx.OnnxFile;
import dev.tagstream.export.problem.ExportException;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A graph in ONNX Runtime on this machine's CPU, loaded from a temporary file. */
final class GraphSession implements AutoCloseable {

  private static final String MODEL = "model.onnx";
  private static final String SIMPLIFIED = "simplified.onnx";

  private final OrtSession session;
  private final ImageInput input;

  private GraphSession(OrtSession session, ImageInput input) {
    this.session = session;
    this.input = input;
  }

  /**
   * Loads a graph.
   *
   * @throws ExportException if ONNX Runtime does not take it
   */
  static GraphSession of(ModelProto model, ImageInput input) {
    return inScratchFolder(
        folder -> {
          try (SessionOptions options = options(OptLevel.ALL_OPT)) {
            return new GraphSession(load(model, folder, options), input);
          }
        });
  }

  /**
   * The graph after ONNX Runtime's simplifications, still in ONNX's own operators: constants
   * computed, batch norms folded into convolutions, nodes without effect removed.
   *
   * @throws ExportException if ONNX Runtime does not take it
   */
  static ModelProto simplified(ModelProto model) {
    return inScratchFolder(
        folder -> {
          Path simplified = folder.resolve(SIMPLIFIED);
          try (SessionOptions options = options(OptLevel.BASIC_OPT)) {
            options.setOptimizedModelFilePath(simplified.toString());
            load(model, folder, options).close();
          }
          return OnnxFile.read(simplified);
        });
  }

  /** An image as an input of the graph; the caller closes it. */
  OnnxTensor tensor(CalibrationImage image) {
    try {
      return input.tensor(image);
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  /** All outputs for an image; the caller closes them. */
  OrtSession.Result run(OnnxTensor image) {
    try {
      return session.run(Map.of(input.spec().name(), image));
    } catch (OrtException e) {
      throw new ExportException("the model does not run: " + e.getMessage(), e);
    }
  }

  /** A float32 output for an image, flat. */
  float[] output(String name, CalibrationImage image) {
    try (OnnxTensor row = tensor(image);
        OrtSession.Result result = run(row)) {
      FloatBuffer values = ((OnnxTensor) result.get(name).orElseThrow()).getFloatBuffer();
      float[] output = new float[values.remaining()];
      values.get(output);
      return output;
    }
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  private interface InFolder<T> {
    T apply(Path folder) throws OrtException;
  }

  private static <T> T inScratchFolder(InFolder<T> action) {
    try {
      Path folder = Files.createTempDirectory("tagstream-quantize");
      try {
        return action.apply(folder);
      } finally {
        for (String file : List.of(MODEL, SIMPLIFIED)) {
          Files.deleteIfExists(folder.resolve(file));
        }
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new ExportException("cannot write a temporary file: " + e.getMessage(), e);
    } catch (OrtException e) {
      throw new ExportException("ONNX Runtime cannot load the model: " + e.getMessage(), e);
    }
  }

  private static OrtSession load(ModelProto model, Path folder, SessionOptions options)
      throws OrtException {
    Path file = folder.resolve(MODEL);
    OnnxFile.write(model, file);
    return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL)
        .createSession(file.toString(), options);
  }

  private static SessionOptions options(OptLevel level) throws OrtException {
    SessionOptions options = new SessionOptions();
    options.setOptimizationLevel(level);
    options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
    options.addConfigEntry("session.intra_op.allow_spinning", "0");
    return options;
  }
}
