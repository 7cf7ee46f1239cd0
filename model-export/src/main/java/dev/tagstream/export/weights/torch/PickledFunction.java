package dev.tagstream.export.weights.torch;

import dev.tagstream.export.tensor.Shape;
import dev.tagstream.export.weights.torch.StoredTensor.Storage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.razorvine.pickle.PickleException;

/**
 * The functions that a pickle may call, and their replacements. None of Python's code runs: each
 * returns a dictionary or the description of a tensor.
 */
enum PickledFunction {
  ORDERED_DICT("collections.OrderedDict") {
    @Override
    Object call(Object[] arguments) {
      return dictionary(arguments);
    }
  },
  DEFAULT_DICT("collections.defaultdict") {
    @Override
    Object call(Object[] arguments) {
      return new LinkedHashMap<>();
    }
  },
  /** (storage, offset, size, stride), of PyTorch 0.3 and before. */
  TENSOR("torch._utils._rebuild_tensor") {
    @Override
    Object call(Object[] arguments) {
      return tensor(arguments);
    }
  },
  /** (storage, offset, size, stride, requires_grad, backward_hooks, [metadata]). */
  TENSOR_2("torch._utils._rebuild_tensor_v2") {
    @Override
    Object call(Object[] arguments) {
      boolean marked =
          arguments.length > METADATA
              && arguments[METADATA] instanceof Map<?, ?> bits
              && !bits.isEmpty();
      return marked ? new UnreadableTensor("a conjugated or negated view") : tensor(arguments);
    }
  },
  /** A parameter: (data, requires_grad, backward_hooks). */
  PARAMETER("torch._utils._rebuild_parameter") {
    @Override
    Object call(Object[] arguments) {
      return asTensor(arguments[0]);
    }
  },
  /** (data, requires_grad, backward_hooks, state). */
  PARAMETER_WITH_STATE("torch._utils._rebuild_parameter_with_state") {
    @Override
    Object call(Object[] arguments) {
      return asTensor(arguments[0]);
    }
  },
  /** (function, class, its arguments, state): a tensor that carries attributes. */
  FROM_TYPE("torch._tensor._rebuild_from_type_v2") {
    @Override
    Object call(Object[] arguments) {
      String type = arguments[1] instanceof PassedOver named ? named.type() : "";
      // never this function itself: a pickle could nest it without end
      return PLAIN_CLASSES.contains(type) && arguments[0] == TENSOR_2
          ? asTensor(TENSOR_2.call((Object[]) arguments[2]))
          : new UnreadableTensor("a tensor of the class " + type);
    }
  };

  private static final int METADATA = 6;

  /** The limit of PyTorch itself. */
  private static final int MAX_DIMENSIONS = 64;

  /** Subclasses of tensors that compute like a tensor. */
  private static final Set<String> PLAIN_CLASSES =
      Set.of("torch.Tensor", "torch.nn.parameter.Parameter", "torch.nn.parameter.Buffer");

  private final String name;

  PickledFunction(String name) {
    this.name = name;
  }

  /** The function's name in Python, with its module. */
  String qualifiedName() {
    return name;
  }

  /**
   * Calls the replacement, which returns a {@link Map}, a {@link StoredTensor} or an {@link
   * UnreadableTensor}.
   */
  abstract Object call(Object[] arguments);

  /** Python 2 pickles an OrderedDict with a list of its pairs. */
  private static Map<Object, Object> dictionary(Object[] arguments) {
    Map<Object, Object> entries = new LinkedHashMap<>();
    if (arguments.length == 1) {
      for (Object pair : (List<?>) arguments[0]) {
        List<?> entry = (List<?>) pair;
        StateDictPickle.put(entries, entry.get(0), entry.get(1));
      }
    } else if (arguments.length > 1) {
      throw new PickleException("an OrderedDict is made with two arguments");
    }
    return entries;
  }

  private static Object tensor(Object[] arguments) {
    return arguments[0] instanceof UnreadableTensor
        ? arguments[0]
        : new StoredTensor(
            (Storage) arguments[0],
            whole(arguments[1]),
            new Shape(wholes(arguments[2])),
            wholes(arguments[3]));
  }

  private static Object asTensor(Object value) {
    if (value instanceof StoredTensor || value instanceof UnreadableTensor) {
      return value;
    }
    throw new PickleException("a tensor was expected");
  }

  private static List<Long> wholes(Object tuple) {
    Object[] elements = (Object[]) tuple;
    if (elements.length > MAX_DIMENSIONS) {
      throw new PickleException("a tensor has %d dimensions".formatted(elements.length));
    }
    List<Long> numbers = new ArrayList<>();
    for (Object number : elements) {
      numbers.add(whole(number));
    }
    return numbers;
  }

  /** The number as a long; refuses anything but an integer that fits. */
  static long whole(Object number) {
    if (number instanceof Integer || number instanceof Long) {
      return ((Number) number).longValue();
    }
    throw new PickleException("a whole number was expected");
  }
}
