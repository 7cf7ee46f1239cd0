package dev.tagstream.export.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataLocation;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.google.protobuf.ByteString;
import dev.tagstream.export.problem.ExportException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Weights in a file beside a model, as PyTorch's exporter writes them. The model names the file and
 * is not trusted, so only files in the model's own folder are read.
 */
final class ExternalData {

  /** The size of one element in bytes, by data type. */
  private static final Map<Integer, Integer> ELEMENT_BYTES =
      Map.ofEntries(
          Map.entry(DataType.FLOAT_VALUE, 4),
          Map.entry(DataType.DOUBLE_VALUE, 8),
          Map.entry(DataType.FLOAT16_VALUE, 2),
          Map.entry(DataType.BFLOAT16_VALUE, 2),
          Map.entry(DataType.INT64_VALUE, 8),
          Map.entry(DataType.UINT64_VALUE, 8),
          Map.entry(DataType.INT32_VALUE, 4),
          Map.entry(DataType.UINT32_VALUE, 4),
          Map.entry(DataType.INT16_VALUE, 2),
          Map.entry(DataType.UINT16_VALUE, 2),
          Map.entry(DataType.INT8_VALUE, 1),
          Map.entry(DataType.UINT8_VALUE, 1),
          Map.entry(DataType.BOOL_VALUE, 1));

  private final Path model;
  private long bytesLeft = OnnxFile.MAX_WEIGHT_BYTES;

  private ExternalData(Path model) {
    this.model = model;
  }

  /**
   * The model with all weights inside.
   *
   * @param file the model file; its weights are in the same folder
   * @throws ExportException if they are in another folder, are truncated, or do not fit into one
   *     file
   */
  static ModelProto inlined(Path file, ModelProto model) {
    ExternalData data = new ExternalData(file);
    ModelProto.Builder builder = model.toBuilder();
    data.inline(builder.getGraphBuilder());
    for (FunctionProto.Builder function : builder.getFunctionsBuilderList()) {
      function.getNodeBuilderList().forEach(data::inline);
    }
    return builder.build();
  }

  private void inline(GraphProto.Builder graph) {
    graph.getInitializerBuilderList().forEach(this::inline);
    graph.getSparseInitializerBuilderList().forEach(this::inline);
    graph.getNodeBuilderList().forEach(this::inline);
  }

  private void inline(NodeProto.Builder node) {
    for (AttributeProto.Builder attribute : node.getAttributeBuilderList()) {
      if (attribute.hasT()) {
        inline(attribute.getTBuilder());
      }
      if (attribute.hasG()) {
        inline(attribute.getGBuilder());
      }
      if (attribute.hasSparseTensor()) {
        inline(attribute.getSparseTensorBuilder());
      }
      attribute.getTensorsBuilderList().forEach(this::inline);
      attribute.getSparseTensorsBuilderList().forEach(this::inline);
      attribute.getGraphsBuilderList().forEach(this::inline);
    }
  }

  private void inline(SparseTensorProto.Builder tensor) {
    inline(tensor.getValuesBuilder());
    inline(tensor.getIndicesBuilder());
  }

  private void inline(TensorProto.Builder tensor) {
    if (tensor.getDataLocation() == DataLocation.EXTERNAL) {
      tensor.setRawData(read(tensor)).clearDataLocation().clearExternalData();
    }
  }

  private ByteString read(TensorProto.Builder tensor) {
    Map<String, String> where = new HashMap<>();
    for (StringStringEntryProto entry : tensor.getExternalDataList()) {
      where.put(entry.getKey(), entry.getValue());
    }
    Path file = beside(tensor, where.getOrDefault("location", ""));
    long wanted = bytes(tensor);
    try (SeekableByteChannel channel =
        Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
      long offset = number(tensor, where, "offset", 0);
      long length = number(tensor, where, "length", wanted);
      if (length != wanted || offset > channel.size() - length) {
        throw problem(
            tensor,
            "must be %d bytes from byte %d on of %s but has %d bytes of a file of %d"
                .formatted(wanted, offset, file.getFileName(), length, channel.size()));
      }
      InputStream in = Channels.newInputStream(channel.position(offset));
      ByteString bytes = ByteString.copyFrom(in.readNBytes(Math.toIntExact(length)));
      if (bytes.size() != length) {
        throw problem(tensor, "cannot be read: %s was cut short".formatted(file.getFileName()));
      }
      return bytes;
    } catch (IOException e) {
      throw ExportException.in(file, "cannot be read: " + e.getMessage(), e);
    }
  }

  /** A file in the model's folder. Any other path could name any file of this machine. */
  private Path beside(TensorProto.Builder tensor, String location) {
    Path name = path(tensor, location).normalize();
    boolean plain =
        !name.toString().isEmpty()
            && !location.contains("\\")
            && !location.contains("..")
            && !name.isAbsolute()
            && name.getNameCount() == 1;
    if (!plain) {
      throw problem(
          tensor, "is in '%s'; only files in the model's own folder are read".formatted(location));
    }
    Path file = model.resolveSibling(name);
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw problem(tensor, "is in %s, which is missing; put it beside the model".formatted(name));
    }
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw problem(
          tensor, "is in %s, which is a link or not a file; put a copy there".formatted(name));
    }
    return file;
  }

  private Path path(TensorProto.Builder tensor, String location) {
    try {
      return Path.of(location);
    } catch (InvalidPathException e) {
      throw problem(tensor, "is in a file with an impossible name");
    }
  }

  /** The size in bytes that follows from the tensor's type and dimensions. */
  private long bytes(TensorProto.Builder tensor) {
    Integer element = ELEMENT_BYTES.get(tensor.getDataType());
    if (element == null) {
      throw problem(tensor, "has a type that cannot be stored in another file");
    }
    long bytes = element;
    for (long size : tensor.getDimsList()) {
      if (size < 0 || (size > 0 && bytes > bytesLeft / size)) {
        throw problem(
            tensor,
            "is %s, which with all weights before it exceeds the %d bytes that a file can hold"
                .formatted(tensor.getDimsList(), OnnxFile.MAX_WEIGHT_BYTES));
      }
      bytes *= size;
    }
    bytesLeft -= bytes;
    return bytes;
  }

  private long number(
      TensorProto.Builder tensor, Map<String, String> where, String key, long otherwise) {
    String text = where.get(key);
    if (text == null) {
      return otherwise;
    }
    if (!text.matches("\\d{1,18}")) {
      throw problem(tensor, "has the %s '%s', which is not a number".formatted(key, text));
    }
    return Long.parseLong(text);
  }

  private ExportException problem(TensorProto.Builder tensor, String problem) {
    return ExportException.in(model, "the weight " + tensor.getName() + " " + problem);
  }
}
