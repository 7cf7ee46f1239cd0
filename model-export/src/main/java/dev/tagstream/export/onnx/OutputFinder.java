package dev.tagstream.export.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.tagstream.export.contract.StatedContract;
import dev.tagstream.export.contract.StatedContract.StatedOutput;
import dev.tagstream.export.onnx.Ending.Layer;
import dev.tagstream.export.onnx.ForeignScores.Certainty;
import dev.tagstream.export.onnx.ScoreRows.NewShape;
import dev.tagstream.export.problem.ExportException;
import dev.tagstream.schemas.model.EmbeddingSpec;
import dev.tagstream.schemas.model.OutputSpec;
import dev.tagstream.schemas.model.OutputSpec.Kind;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the output of a graph with one score for each class, or with the features of an image, and
 * converts it to float32 rows. If the graph leaves the kind of its numbers open, this refuses it
 * and names the option to set.
 */
final class OutputFinder {

  private static final Pattern EMBEDDING_NAME =
      Pattern.compile("(?i).*(embed|feature|hidden|pool|latent).*");

  private final Path file;
  private final ModelProto model;
  private final GraphIndex graph;
  private final ScoreRows rows;

  OutputFinder(Path file, ModelProto model) {
    this.file = file;
    this.model = model;
    this.graph = new GraphIndex(model.getGraph());
    this.rows = new ScoreRows(file, graph);
  }

  /**
   * Finds the scores.
   *
   * @param chosen the name of an output, or of a value within the graph; null to find it
   * @param labels the number of labels; 0 if there are none
   */
  ForeignScores scores(StatedContract stated, @Nullable String chosen, int labels) {
    StatedOutput wishes = stated.output();
    String name = chosen != null ? chosen : wishes.name();
    if (name != null && new OutputChoice(file, graph).named(name).isEmpty()) {
      return new OutputFinder(file, new GraphEnds(model).show(name).build())
          .scores(stated, name, labels);
    }
    int wanted = wishes.classes() != null ? wishes.classes() : labels;
    ValueInfoProto output = output(name, wanted);
    Ending ending = Ending.of(graph, output.getName());
    refuseTopK(output, ending);
    Optional<NewShape> newShape = rows.newShape(output);
    int classes =
        newShape
            .map(shape -> (int) shape.numbers())
            .orElseGet(() -> classes(output, wishes, labels));
    refuseOneClass(output, ending, wishes.kind(), classes);
    return shaped(stated, output, ending, classes, newShape);
  }

  private ForeignScores shaped(
      StatedContract stated,
      ValueInfoProto output,
      Ending ending,
      int classes,
      Optional<NewShape> newShape) {
    Kind statedKind = stated.output().kind();
    Kind kind = new ScoreKind(file, output.getName(), ending).of(statedKind);
    GraphEnds ends = new GraphEnds(model);
    String name = floatRows(ends, output, newShape);
    boolean computed = ending.layer() != Layer.SOFTMAX && ending.layer() != Layer.SIGMOID;
    if (kind == Kind.SIGMOID && computed) {
      name = ends.apply("Sigmoid", name, "_sigmoid");
    }
    if (kind == Kind.PROBABILITIES && ending.layer() == Layer.LINEAR) {
      name = ends.apply("Softmax", name, "_softmax");
    }
    return new ForeignScores(
        ForeignModel.of(file, ends.build()),
        new OutputSpec(
            name, kind, classes, stated.topK(kind, classes), stated.output().thresholds()),
        certainty(ending.layer(), kind, statedKind));
  }

  private static Certainty certainty(Layer layer, Kind kind, @Nullable Kind stated) {
    if (layer != Layer.OTHER || kind == Kind.PROBABILITIES) {
      return Certainty.TOLD;
    }
    if (kind == Kind.SIGMOID) {
      return Certainty.UNLESS_SIGMOID_TWICE;
    }
    return stated == null ? Certainty.UNLESS_PROBABILITIES : Certainty.TOLD;
  }

  /**
   * Finds the features of an image.
   *
   * @param chosen the name of an output, or of a value within the graph; null to find it
   * @param scores the output that has the scores; null if there is none
   * @return the model that outputs them, and their description
   */
  ForeignEmbedding embedding(@Nullable String chosen, @Nullable String scores) {
    OutputChoice choice = new OutputChoice(file, graph);
    if (chosen != null && choice.named(chosen).isEmpty()) {
      return new OutputFinder(file, new GraphEnds(model).show(chosen).build())
          .embedding(chosen, scores);
    }
    ValueInfoProto output =
        chosen != null ? choice.named(chosen).orElseThrow() : choice.onlyBeside(rows, scores);
    Layer layer = Ending.of(graph, output.getName()).layer();
    if (layer == Layer.SOFTMAX || layer == Layer.SIGMOID || layer == Layer.TOP_K) {
      throw problem(output, "ends in a %s: it has scores, not an embedding".formatted(layer));
    }
    Optional<NewShape> newShape = rows.newShape(output);
    OptionalLong told =
        newShape.isPresent() ? OptionalLong.of(newShape.get().numbers()) : rows.width(output);
    if (told.isEmpty() || told.getAsLong() > EmbeddingSpec.MAX_SIZE) {
      throw problem(
          output,
          "is %s, which is not a size from 1 to %d"
              .formatted(Dimensions.of(output), EmbeddingSpec.MAX_SIZE));
    }
    GraphEnds ends = new GraphEnds(model);
    String name = floatRows(ends, output, newShape);
    return new ForeignEmbedding(
        ForeignModel.of(file, ends.build()), new EmbeddingSpec(name, (int) told.getAsLong()));
  }

  private static String floatRows(
      GraphEnds ends, ValueInfoProto output, Optional<NewShape> newShape) {
    String name = output.getName();
    if (newShape.isPresent()) {
      name = ends.reshape(name, newShape.get().images(), newShape.get().numbers());
    }
    boolean isFloat = output.getType().getTensorType().getElemType() == DataType.FLOAT_VALUE;
    return isFloat ? name : ends.giveFloat(name);
  }

  private ValueInfoProto output(@Nullable String name, int wanted) {
    OutputChoice choice = new OutputChoice(file, graph);
    return name != null ? choice.named(name).orElseThrow() : choice.only(rows, wanted);
  }

  private int classes(ValueInfoProto output, StatedOutput wishes, int labels) {
    OptionalLong told = rows.width(output);
    Integer stated = wishes.classes();
    if (told.isPresent() && stated != null && stated != told.getAsLong()) {
      throw problem(output, "has %d classes, not %d as stated".formatted(told.getAsLong(), stated));
    }
    if (told.isPresent() && told.getAsLong() > OutputSpec.MAX_CLASSES) {
      throw problem(
          output,
          "has %d classes, more than the %d allowed"
              .formatted(told.getAsLong(), OutputSpec.MAX_CLASSES));
    }
    if (told.isPresent()) {
      return (int) told.getAsLong();
    }
    if (stated == null && labels == 0) {
      throw problem(
          output,
          "does not fix its number of classes; give --labels or output.classes in the"
              + " preprocessing file");
    }
    return stated != null ? stated : labels;
  }

  private void refuseTopK(ValueInfoProto output, Ending ending) {
    if (ending.layer() == Layer.TOP_K) {
      throw problem(
          output,
          "has the largest scores in descending order (TopK), not one for each class; take the"
              + " tensor before it: --output-name "
              + ending.before());
    }
  }

  /** The softmax of one number is always 1. */
  private void refuseOneClass(
      ValueInfoProto output, Ending ending, @Nullable Kind stated, int classes) {
    boolean sigmoid = stated == Kind.SIGMOID || (stated == null && ending.layer() == Layer.SIGMOID);
    if (classes == 1 && !sigmoid) {
      throw problem(
          output,
          "has one score, whose softmax is 1 for every image; set --scores sigmoid if it is the"
              + " probability of the only label");
    }
  }

  /** Refuses an output if nothing shows that it has scores and not an embedding. */
  void requireScores(StatedContract stated, @Nullable String chosen, int labels) {
    StatedOutput wishes = stated.output();
    if (labels > 0 || wishes.classes() != null || wishes.kind() != null) {
      return;
    }
    String name = chosen != null ? chosen : wishes.name();
    OutputChoice choice = new OutputChoice(file, graph);
    ValueInfoProto output =
        name == null
            ? choice.only(rows, 0)
            : choice.named(name).orElseGet(() -> ValueInfoProto.newBuilder().setName(name).build());
    Ending ending = Ending.of(graph, output.getName());
    boolean classifier =
        switch (ending.layer()) {
          case SOFTMAX, SIGMOID, LOG_SOFTMAX -> true;
          case LINEAR -> ending.biased();
          default -> false;
        };
    if (!classifier || EMBEDDING_NAME.matcher(output.getName()).matches()) {
      throw problem(
          output,
          "%s may have scores or an embedding; give --labels, or set --outputs tags or --outputs embedding"
              .formatted(Dimensions.of(output)));
    }
  }

  private ExportException problem(ValueInfoProto output, String problem) {
    return ExportException.in(file, "the output " + output.getName() + " " + problem);
  }
}
