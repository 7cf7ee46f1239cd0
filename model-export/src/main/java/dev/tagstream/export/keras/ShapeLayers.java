package dev.tagstream.export.keras;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagstream.export.keras.Configuration.Flag;
import dev.tagstream.export.keras.Features.Order;
import dev.tagstream.export.onnx.GraphBuilder.Value;
import dev.tagstream.export.onnx.Operation;
import dev.tagstream.export.tensor.Shape;
import dev.tagstream.export.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Writes layers that move numbers without computing. */
final class ShapeLayers {

  private ShapeLayers() {}

  /** The input unchanged, for layers that only act in training. */
  static Features unchanged(LayerCall call) {
    return call.input();
  }

  /** Keeps the padding pending for the next layer, because a convolution can pad by itself. */
  static Features zeroPadding(LayerCall call) {
    Planes x = call.planes();
    Features features = call.graph().padded(call.name(), x.features());
    Padding padding = around(call.configuration(), "padding", 1);
    List<Integer> shape =
        x.shape(
            x.channels(),
            grown(x.height(), padding.vertical()),
            grown(x.width(), padding.horizontal()));
    return new Features(
        features.value(),
        shape,
        features.order(),
        padding,
        Ending.other(call.configuration().name()),
        features.pixels(),
        null);
  }

  static Features cropping(LayerCall call) {
    Planes planes = call.planes();
    Planes x = planes.with(call.graph().padded(call.name(), planes.features()));
    Padding cut = around(call.configuration(), "cropping", 0);
    int height = x.height() == Features.OPEN ? Features.OPEN : x.height() - cut.vertical();
    int width = x.width() == Features.OPEN ? Features.OPEN : x.width() - cut.horizontal();
    boolean open = x.height() == Features.OPEN || x.width() == Features.OPEN;
    if (!open && (height < 1 || width < 1)) {
      throw call.configuration().problem("crops more than the whole image");
    }
    Value value =
        call.apply(
            Operation.of("Slice"),
            x.value(),
            call.graph().wholeNumbers(call.name() + ".begins", cut.top(), cut.left()),
            call.graph().wholeNumbers(call.name() + ".ends", end(cut.bottom()), end(cut.right())),
            call.graph().wholeNumbers(call.name() + ".axes", 2, 3));
    return call.features(value, x.shape(x.channels(), height, width), x.order());
  }

  /** Flattens in Keras' order: channels that come first are moved last before, as in Keras. */
  static Features flatten(LayerCall call) {
    return flatten(call, call.input());
  }

  private static Features flatten(LayerCall call, Features given) {
    if (given.rank() == 1) {
      return given;
    }
    Features x = call.graph().asShaped(call.name(), given);
    Value value = x.value();
    if (call.configuration().isChannelsFirst()) {
      int[] order = new int[x.rank() + 1];
      for (int dimension = 1; dimension < x.rank(); dimension++) {
        order[dimension] = dimension + 1;
      }
      order[x.rank()] = 1;
      value = call.part("rows", Operation.of("Transpose").with("perm", order), value);
    }
    long size = 1;
    for (int side : x.shape()) {
      size =
          side == Features.OPEN || size == Features.OPEN
              ? Features.OPEN
              : Math.multiplyExact(size, (long) side);
    }
    Value flat = call.apply(Operation.of("Flatten").with("axis", 1), value);
    return Features.of(
        flat,
        List.of(Math.toIntExact(size)),
        Order.AS_SHAPED,
        reshaped(call, x, before -> flatten(call, before)));
  }

  static Features reshape(LayerCall call) {
    return reshape(call, call.input());
  }

  private static Features reshape(LayerCall call, Features given) {
    Features x = call.graph().asShaped(call.name(), given);
    List<Integer> target = new ArrayList<>();
    for (JsonNode side : call.configuration().fields().path("target_shape")) {
      target.add(call.configuration().whole("target_shape", side, -1));
    }
    List<Integer> shape = filled(call.configuration(), x.shape(), target);
    if (shape.equals(x.shape())) {
      return x;
    }
    long[] sizes = new long[shape.size() + 1];
    sizes[0] = 0; // the batch stays first
    for (int i = 0; i < shape.size(); i++) {
      sizes[i + 1] = shape.get(i);
    }
    Value value =
        call.apply(
            Operation.of("Reshape"),
            x.value(),
            call.graph().wholeNumbers(call.name() + ".shape", sizes));
    return Features.of(
        value, shape, Order.AS_SHAPED, reshaped(call, x, before -> reshape(call, before)));
  }

  static Features permute(LayerCall call) {
    Features x = call.graph().asShaped(call.name(), call.input());
    int[] order = new int[x.rank() + 1];
    List<Integer> shape = new ArrayList<>();
    JsonNode dims = call.configuration().fields().path("dims");
    boolean[] seen = new boolean[x.rank() + 1];
    for (int i = 0; i < x.rank(); i++) {
      int from = call.configuration().whole("dims", dims.path(i), 1);
      if (dims.size() != x.rank() || from > x.rank() || seen[from]) {
        throw call.configuration().wrong("dims", "each dimension once");
      }
      seen[from] = true;
      order[i + 1] = from;
      shape.add(x.shape().get(from - 1));
    }
    Value value = call.apply(Operation.of("Transpose").with("perm", order), x.value());
    return call.features(value, shape, Order.AS_SHAPED);
  }

  static Features upsampling(LayerCall call) {
    Planes planes = call.planes();
    Planes x = planes.with(call.graph().padded(call.name(), planes.features()));
    if (!call.configuration().text("interpolation", "nearest").equals("nearest")) {
      throw call.configuration().wrong("interpolation", "nearest");
    }
    Configuration.Pair size = call.configuration().pair("size", new Configuration.Pair(2, 2));
    Value value =
        call.apply(
            Operation.of("Resize")
                .with("mode", "nearest")
                .with("coordinate_transformation_mode", "asymmetric")
                .with("nearest_mode", "floor"),
            x.value(),
            new Value(""),
            call.constant(
                "scales",
                new Tensor(Shape.of(4), new float[] {1, 1, size.height(), size.width()})));
    return call.features(
        value,
        x.shape(
            x.channels(),
            x.height() == Features.OPEN
                ? Features.OPEN
                : Math.multiplyExact(x.height(), size.height()),
            x.width() == Features.OPEN
                ? Features.OPEN
                : Math.multiplyExact(x.width(), size.width())),
        x.order());
  }

  /** Resizes to a fixed size, bilinear, without keeping the aspect ratio. */
  static Features resizing(LayerCall call) {
    Planes planes = call.planes();
    Planes x = planes.with(call.graph().padded(call.name(), planes.features()));
    Configuration configuration = call.configuration();
    if (!configuration.text("interpolation", "bilinear").equals("bilinear")) {
      throw configuration.wrong("interpolation", "bilinear");
    }
    for (String option : List.of("antialias", "crop_to_aspect_ratio", "pad_to_aspect_ratio")) {
      if (configuration.flag(option, Flag.NO)) {
        throw configuration.wrong(option, "false");
      }
    }
    int height = configuration.count("height");
    int width = configuration.count("width");
    if (x.height() == height && x.width() == width) {
      return x.features();
    }
    if (x.height() == Features.OPEN || x.width() == Features.OPEN) {
      throw configuration.problem("depends on the image's size; set --size");
    }
    return resized(call, x, height, width);
  }

  private static Features resized(LayerCall call, Planes x, int height, int width) {
    Value batch =
        call.part("shape", Operation.of("Shape").with("start", 0).with("end", 1), x.value());
    Value sides = call.graph().wholeNumbers(call.name() + ".sides", x.channels(), height, width);
    Value all = call.part("sizes", Operation.of("Concat").with("axis", 0), batch, sides);
    Value value =
        call.apply(
            Operation.of("Resize")
                .with("mode", "linear")
                .with("coordinate_transformation_mode", "half_pixel"),
            x.value(),
            new Value(""),
            new Value(""),
            all);
    return call.features(value, x.shape(x.channels(), height, width), x.order())
        .with(x.features().pixels());
  }

  /**
   * The ending after a reshape. A linear ending does not depend on the shape. A softmax or sigmoid
   * stays one if the features are a single row.
   */
  private static Ending reshaped(LayerCall call, Features x, UnaryOperator<Features> reshape) {
    Ending ending = x.ending();
    Features before = ending.before();
    boolean row = x.shape().stream().filter(side -> side != 1).count() <= 1;
    if (before != null && row) {
      return new Ending(ending.kind(), ending.layer(), reshape.apply(before));
    }
    return ending.kind() == LastStep.LINEAR ? ending : Ending.other(call.configuration().name());
  }

  /** The shape with -1 replaced by the remaining size. */
  private static List<Integer> filled(
      Configuration configuration, List<Integer> from, List<Integer> target) {
    long left = 1;
    boolean open = from.contains(Features.OPEN);
    for (int side : from) {
      left = Math.multiplyExact(left, (long) side);
    }
    long known = 1;
    for (int side : target) {
      known = Math.multiplyExact(known, (long) (side == -1 ? 1 : side));
    }
    boolean one = target.stream().filter(side -> side == -1).count() == 1;
    boolean none = !target.contains(-1);
    if (target.isEmpty() || !(one || none) || known < 1) {
      throw configuration.wrong("target_shape", "sizes, at most one of them -1");
    }
    if (open) {
      throw configuration.problem("depends on the image's size; set --size");
    }
    if (left % known != 0 || (none && left != known)) {
      throw configuration.problem("cannot make %s of features %s".formatted(target, from));
    }
    int rest = Math.toIntExact(left / known);
    return target.stream().map(side -> side == -1 ? rest : side).toList();
  }

  /** One number for all sides, one each for rows and columns, or the begin and end of both. */
  private static Padding around(Configuration configuration, String field, int otherwise) {
    JsonNode json = configuration.fields().path(field);
    if (!configuration.has(field)) {
      return new Padding(otherwise, otherwise, otherwise, otherwise);
    }
    int[] rows = ends(configuration, field, json.isArray() ? json.path(0) : json);
    int[] columns = ends(configuration, field, json.isArray() ? json.path(1) : json);
    return new Padding(rows[0], rows[1], columns[0], columns[1]);
  }

  private static int[] ends(Configuration configuration, String field, JsonNode json) {
    int[] ends = {
      configuration.whole(field, json.isArray() ? json.path(0) : json, 0),
      configuration.whole(field, json.isArray() ? json.path(1) : json, 0)
    };
    int most = 1 << 12;
    if (ends[0] > most || ends[1] > most) {
      throw configuration.wrong(field, "at most " + most);
    }
    return ends;
  }

  private static int grown(int side, int by) {
    return side == Features.OPEN ? Features.OPEN : side + by;
  }

  /** The end of a slice that omits the last {@code cut} rows. */
  private static long end(int cut) {
    return cut == 0 ? Long.MAX_VALUE : -cut;
  }
}
