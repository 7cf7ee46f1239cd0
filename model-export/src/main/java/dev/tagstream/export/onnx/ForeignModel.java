package dev.tagstream.export.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.tagstream.export.contract.StatedContract;
import dev.tagstream.export.problem.ExportException;
import dev.tagstream.schemas.model.InputSpec;
import dev.tagstream.schemas.model.ModelDescription;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A foreign ONNX file, with the input and outputs found in its graph. */
public final class ForeignModel {

  private final Path file;
  private final ModelProto model;
  private final GraphIndex graph;

  private ForeignModel(Path file, ModelProto model) {
    this.file = file;
    this.model = model;
    this.graph = new GraphIndex(model.getGraph());
  }

  static ForeignModel of(Path file, ModelProto model) {
    return new ForeignModel(file, model);
  }

  /**
   * Reads a file, and its weights if they are in other files.
   *
   * @throws ExportException if it is not an ONNX file, or its weights cannot be read
   */
  public static ForeignModel read(Path file) {
    return new ForeignModel(file, ExternalData.inlined(file, OnnxFile.read(file)));
  }

  /** This model with a float32 input, if its own is float16 or double. */
  public ForeignModel takingFloat() {
    GraphEnds ends = new GraphEnds(model);
    for (ValueInfoProto input : graph.inputs()) {
      int type = input.getType().getTensorType().getElemType();
      if (type == DataType.FLOAT16_VALUE || type == DataType.DOUBLE_VALUE) {
        ends.takeFloat(input.getName());
      }
    }
    return new ForeignModel(file, ends.build());
  }

  /** The input for images; {@code stated} completes what the graph leaves open. */
  public InputSpec input(StatedContract stated) {
    return new InputFinder(file, graph).find(stated);
  }

  /**
   * The output with a score for each class. {@code stated} completes what the graph leaves open,
   * and then the labels do.
   *
   * @param chosen the output, or the value within the graph, that the user named; null to find it
   * @param labels the number of labels; 0 if there are none
   * @throws ExportException if there is none, or the kind of its numbers is uncertain
   */
  public ForeignScores scores(StatedContract stated, @Nullable String chosen, int labels) {
    return new OutputFinder(file, model).scores(stated, chosen, labels);
  }

  /**
   * Refuses a graph if nothing shows whether its output has scores or an embedding.
   *
   * @throws ExportException that names the options to set
   */
  public void requireScores(StatedContract stated, @Nullable String chosen, int labels) {
    new OutputFinder(file, model).requireScores(stated, chosen, labels);
  }

  /**
   * The output with the features of an image.
   *
   * @param chosen the output, or the value within the graph, that the user named; null to find it
   * @param scores the output with the scores; null if there is none
   * @throws ExportException if there is none
   */
  public ForeignEmbedding embedding(@Nullable String chosen, @Nullable String scores) {
    return new OutputFinder(file, model).embedding(chosen, scores);
  }

  /** This model with another graph. */
  public ForeignModel with(UnaryOperator<ModelProto> change) {
    return new ForeignModel(file, change.apply(model));
  }

  /**
   * Checks the model that {@link #write} would write.
   *
   * @param check receives the file, which is then removed
   */
  public void check(Path out, ModelDescription description, Consumer<Path> check) {
    OnnxFile.check(ModelMetadata.with(model, description), out, check);
  }

  /**
   * Writes the model with this description and changes nothing else.
   *
   * @param check receives the finished file under a temporary name, and returns entries that its
   *     metadata gets in addition
   */
  public void write(
      Path out, ModelDescription description, Function<Path, Map<String, String>> check) {
    OnnxFile.write(ModelMetadata.with(model, description), out, check);
  }
}
