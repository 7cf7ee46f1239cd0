package dev.tagstream.export.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.tagstream.export.problem.ExportException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

/** Reads and writes ONNX files. */
public final class OnnxFile {

  /** Protobuf's limit for one message. */
  private static final long MAX_BYTES = Integer.MAX_VALUE;

  /** The space for weights in a file, besides the graph and metadata. */
  public static final long MAX_WEIGHT_BYTES = MAX_BYTES - (64 << 20);

  private OnnxFile() {}

  /**
   * Reads a file whole.
   *
   * @throws ExportException if it is not an ONNX file, or larger than one can be
   */
  public static ModelProto read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      long bytes = Files.size(file);
      if (bytes > MAX_BYTES) {
        throw ExportException.in(
            file, "has %d bytes; ONNX files above 2 GiB cannot be read".formatted(bytes));
      }
      CodedInputStream coded = CodedInputStream.newInstance(in);
      coded.setSizeLimit(Integer.MAX_VALUE);
      ModelProto model = ModelProto.parseFrom(coded);
      if (!model.hasGraph() || model.getGraph().getNodeCount() == 0) {
        throw ExportException.in(file, "is not an ONNX model: it has no graph");
      }
      return model;
    } catch (InvalidProtocolBufferException e) {
      throw ExportException.in(file, "is not a whole ONNX file: " + e.getMessage(), e);
    } catch (NoSuchFileException e) {
      throw ExportException.in(file, "does not exist", e);
    } catch (IOException e) {
      throw ExportException.in(file, "cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Writes a model atomically.
   *
   * @throws ExportException if it cannot be written; no partial file remains
   */
  public static void write(ModelProto model, Path file) {
    write(model, file, unchecked -> Map.of());
  }

  /**
   * Writes and checks a model atomically: first under another name beside the target, then renamed.
   *
   * @param check receives the file under its other name, and returns entries that the file's
   *     metadata gets in addition; its exceptions are passed on
   * @throws ExportException if it cannot be written, or this thread was interrupted; no partial
   *     file remains
   */
  public static void write(ModelProto model, Path file, Function<Path, Map<String, String>> check) {
    use(
        model,
        file,
        partial -> {
          append(check.apply(partial), partial);
          if (Thread.currentThread().isInterrupted()) {
            throw ExportException.in(file, "is not written: interrupted");
          }
          Files.move(
              partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        });
  }

  /** Protobuf merges messages that follow each other: repeated fields go on. */
  private static void append(Map<String, String> metadata, Path file) throws IOException {
    ModelProto.Builder more = ModelProto.newBuilder();
    metadata.forEach(
        (key, value) ->
            more.addMetadataProps(StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
      more.build().writeTo(out);
    }
  }

  /**
   * Checks a model's file without keeping it.
   *
   * @param file whose folder holds the temporary file
   * @param check receives the finished file; its exceptions are passed on
   * @throws ExportException if it cannot be written
   */
  static void check(ModelProto model, Path file, Consumer<Path> check) {
    use(model, file, check::accept);
  }

  /** Uses a finished file. If the file still exists afterwards, it is removed. */
  private interface Use {
    void of(Path partial) throws IOException;
  }

  private static void use(ModelProto model, Path file, Use use) {
    Path partial = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp");
    try {
      try (OutputStream out =
          new BufferedOutputStream(Files.newOutputStream(partial, StandardOpenOption.CREATE_NEW))) {
        model.writeTo(out);
      }
      use.of(partial);
    } catch (NoSuchFileException e) {
      throw ExportException.in(file, "cannot be written: its folder does not exist", e);
    } catch (IOException e) {
      throw ExportException.in(file, "cannot be written: " + e.getMessage(), e);
    } finally {
      remove(partial);
    }
  }

  private static void remove(Path partial) {
    try {
      Files.deleteIfExists(partial);
    } catch (IOException e) {
      throw ExportException.in(partial, "cannot be removed: " + e.getMessage(), e);
    }
  }
}
