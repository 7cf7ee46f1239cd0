package dev.tagstream.export.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.tagstream.export.contract.StatedContract;
import dev.tagstream.export.problem.ExportException;
import dev.tagstream.schemas.model.InputSpec;
import dev.tagstream.schemas.model.ModelDescription;
import dev.tagstream.schemas.model.OutputSpec;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** An ONNX file that somebody else made, and what its graph tells of its input and output. */
public final class ForeignModel {

  private final Path file;
  private final ModelProto model;
  private final GraphIndex graph;

  private ForeignModel(Path file, ModelProto model) {
    this.file = file;
    this.model = model;
    this.graph = new GraphIndex(model.getGraph());
  }

  /**
   * Reads a file.
   *
   * @throws ExportException if it is no ONNX file, or its weights lie in other files
   */
  public static ForeignModel read(Path file) {
    ForeignModel foreign = new ForeignModel(file, OnnxFile.read(file));
    foreign.refuseExternalData();
    return foreign;
  }

  /**
   * The input for pictures, as the graph tells it; what the graph leaves open is taken from {@code
   * stated}.
   */
  public InputSpec input(StatedContract stated) {
    return new InputFinder(file, graph).find(stated);
  }

  /**
   * The output with a score for each class, as the graph tells it; what the graph leaves open is
   * taken from {@code stated}, then from the labels.
   *
   * @param chosen the output that the user named; null to find it
   * @param labels how many there are; 0 where there are none
   */
  public OutputSpec output(StatedContract stated, @Nullable String chosen, int labels) {
    return new OutputFinder(file, graph).find(stated, chosen, labels);
  }

  /** The same with another graph in place of its own. */
  public ForeignModel with(UnaryOperator<ModelProto> change) {
    return new ForeignModel(file, change.apply(model));
  }

  /**
   * Writes the model with this description; all else stays as it was.
   *
   * @param check sees the finished file before it has its name
   */
  public void write(Path out, ModelDescription description, Consumer<Path> check) {
    OnnxFile.write(ModelMetadata.with(model, description), out, check);
  }

  private void refuseExternalData() {
    for (TensorProto tensor : graph.constants().values()) {
      if (tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
        throw ExportException.in(
            file,
            tensor.getName()
                + " lies in another file; put all into one with"
                + " onnx.save(onnx.load(\"%s\"), \"OUT\")".formatted(file.getFileName()));
      }
    }
  }
}
