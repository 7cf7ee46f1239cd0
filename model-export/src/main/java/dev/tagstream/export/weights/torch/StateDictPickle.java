package dev.tagstream.export.weights.torch;

import dev.tagstream.export.problem.ExportException;
import dev.tagstream.export.tensor.ElementType;
import dev.tagstream.export.tensor.Shape;
import dev.tagstream.export.weights.torch.StoredTensor.Storage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.razorvine.pickle.IObjectConstructor;
import net.razorvine.pickle.Opcodes;
import net.razorvine.pickle.PickleException;
import net.razorvine.pickle.PickleUtils;
import net.razorvine.pickle.Unpickler;

/**
 * Reads the pickle of a checkpoint, restricted to what a dictionary of weights needs. Everything
 * else is refused by name: an opcode that is not listed, a class that is not listed. What comes out
 * consists of {@link Map}, {@link List}, {@code Object[]} for tuples, {@link StoredTensor},
 * strings, numbers, booleans and null.
 */
final class StateDictPickle extends Unpickler {

  /** What torch.save writes for dictionaries of weights, with pickle protocols 2 to 4. */
  private static final Set<Short> OPCODES =
      Set.of(
          Opcodes.PROTO,
          Opcodes.FRAME,
          Opcodes.STOP,
          Opcodes.MARK,
          Opcodes.POP,
          Opcodes.POP_MARK,
          Opcodes.NONE,
          Opcodes.NEWTRUE,
          Opcodes.NEWFALSE,
          Opcodes.BININT,
          Opcodes.BININT1,
          Opcodes.BININT2,
          Opcodes.LONG1,
          Opcodes.BINFLOAT,
          Opcodes.BINUNICODE,
          Opcodes.SHORT_BINUNICODE,
          Opcodes.EMPTY_TUPLE,
          Opcodes.TUPLE,
          Opcodes.TUPLE1,
          Opcodes.TUPLE2,
          Opcodes.TUPLE3,
          Opcodes.EMPTY_LIST,
          Opcodes.APPEND,
          Opcodes.APPENDS,
          Opcodes.EMPTY_DICT,
          Opcodes.SETITEM,
          Opcodes.SETITEMS,
          Opcodes.BINPUT,
          Opcodes.LONG_BINPUT,
          Opcodes.MEMOIZE,
          Opcodes.BINGET,
          Opcodes.LONG_BINGET,
          Opcodes.GLOBAL,
          Opcodes.STACK_GLOBAL,
          Opcodes.REDUCE,
          Opcodes.BUILD,
          Opcodes.BINPERSID);

  private static final Map<String, ElementType> STORAGES =
      Map.of(
          "torch.DoubleStorage", ElementType.FLOAT64,
          "torch.FloatStorage", ElementType.FLOAT32,
          "torch.HalfStorage", ElementType.FLOAT16,
          "torch.BFloat16Storage", ElementType.BFLOAT16,
          "torch.LongStorage", ElementType.INT64,
          "torch.IntStorage", ElementType.INT32,
          "torch.ShortStorage", ElementType.INT16,
          "torch.CharStorage", ElementType.INT8,
          "torch.ByteStorage", ElementType.UINT8,
          "torch.BoolStorage", ElementType.BOOL);

  private static final Map<String, IObjectConstructor> FUNCTIONS =
      Map.of(
          "collections.OrderedDict", StateDictPickle::orderedDict,
          "torch._utils._rebuild_tensor_v2", StateDictPickle::rebuildTensor,
          "torch._utils._rebuild_parameter", StateDictPickle::rebuildParameter);

  private final Path file;
  private final ByteArrayInputStream bytes;
  private final int length;

  private StateDictPickle(Path file, byte[] pickle) {
    this.file = file;
    this.bytes = new ByteArrayInputStream(pickle);
    this.length = pickle.length;
  }

  /** The object that a pickle holds. */
  static Object read(Path file, byte[] pickle) {
    StateDictPickle unpickler = new StateDictPickle(file, pickle);
    try {
      return unpickler.load(unpickler.bytes);
    } catch (ExportException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // the library answers malformed pickles with whatever its casts and lists throw
      throw unpickler.malformed(e);
    } finally {
      unpickler.close();
    }
  }

  @Override
  protected Object dispatch(short opcode) throws IOException {
    if (!OPCODES.contains(opcode)) {
      throw ExportException.in(
          file,
          "data.pkl has the pickle opcode 0x%02x at byte %d, which weights do not need; save only model.state_dict()"
              .formatted(opcode, length - bytes.available() - 1));
    }
    switch (opcode) {
      case Opcodes.EMPTY_DICT -> stack.add(new LinkedHashMap<>());
      case Opcodes.SETITEM -> setItem(stack.pop(), stack.pop());
      case Opcodes.SETITEMS -> setItems(stack.pop_all_since_marker());
      case Opcodes.GLOBAL -> stack.add(global(line(), line()));
      case Opcodes.STACK_GLOBAL -> stackGlobal((String) stack.pop(), (String) stack.pop());
      case Opcodes.BUILD -> discardAttributes(stack.pop());
      case Opcodes.BINUNICODE -> {
        refuseLongString();
        return super.dispatch(opcode);
      }
      default -> {
        return super.dispatch(opcode);
      }
    }
    return NO_RETURN_VALUE;
  }

  @Override
  protected Object persistentLoad(Object id) {
    // ("storage", type, key, device, number of elements)
    Object[] parts = (Object[]) id;
    return new Storage((String) parts[2], (ElementType) parts[1], whole(parts[4]));
  }

  /** A pickle cannot end with the name of a class; if it does, the name is cut short. */
  private String line() throws IOException {
    String line = PickleUtils.readline(input);
    if (bytes.available() == 0) {
      throw new IOException("the pickle ends within a name");
    }
    return line;
  }

  private Object global(String module, String name) {
    String qualified = module + "." + name;
    Object known = FUNCTIONS.get(qualified);
    if (known == null) {
      known = STORAGES.get(qualified);
    }
    if (known == null) {
      throw ExportException.in(
          file,
          "data.pkl names the class %s, which weights do not need; save only model.state_dict()"
              .formatted(qualified));
    }
    return known;
  }

  private void stackGlobal(String name, String module) {
    stack.add(global(module, name));
  }

  private void setItem(Object value, Object key) {
    put(key, value);
  }

  private void setItems(List<Object> items) {
    for (int i = 0; i < items.size(); i += 2) {
      put(items.get(i), items.get(i + 1));
    }
  }

  /** Hashes no key that could be deep or contain itself. */
  @SuppressWarnings("unchecked")
  private void put(Object key, Object value) {
    if (!(key instanceof String || key instanceof Number)) {
      throw new PickleException("a dictionary's key is neither a string nor a number");
    }
    ((Map<Object, Object>) stack.peek()).put(key, value);
  }

  /** A state_dict carries version numbers of its modules as attributes; nothing else may. */
  private void discardAttributes(Object attributes) {
    if (!(stack.peek() instanceof Map) || !(attributes instanceof Map)) {
      throw new PickleException("attributes are set on something that is no dictionary");
    }
  }

  /** The library allocates what the length says before it reads. */
  private void refuseLongString() throws IOException {
    bytes.mark(Integer.BYTES);
    int claimed = PickleUtils.bytes_to_integer(PickleUtils.readbytes(input, Integer.BYTES));
    if (claimed < 0 || claimed > bytes.available()) {
      throw new IOException("a string is longer than the pickle");
    }
    bytes.reset();
  }

  private ExportException malformed(Exception cause) {
    int at = length - bytes.available();
    String problem =
        bytes.available() == 0
            ? "data.pkl is truncated: it ends at byte %d without its end mark".formatted(at)
            : "data.pkl is not a valid pickle of weights at byte %d".formatted(at);
    return ExportException.in(file, problem, cause);
  }

  private static Object orderedDict(Object[] arguments) {
    if (arguments.length != 0) {
      throw new PickleException("an OrderedDict is made with arguments");
    }
    return new LinkedHashMap<>();
  }

  /** (storage, offset, size, stride, requires_grad, backward_hooks, [metadata]). */
  private static Object rebuildTensor(Object[] arguments) {
    return new StoredTensor(
        (Storage) arguments[0],
        whole(arguments[1]),
        new Shape(wholes(arguments[2])),
        wholes(arguments[3]));
  }

  /** {@code torch._utils._rebuild_parameter(data, requires_grad, backward_hooks)}. */
  private static Object rebuildParameter(Object[] arguments) {
    return (StoredTensor) arguments[0];
  }

  private static List<Long> wholes(Object tuple) {
    List<Long> numbers = new ArrayList<>();
    for (Object number : (Object[]) tuple) {
      numbers.add(whole(number));
    }
    return numbers;
  }

  private static long whole(Object number) {
    if (number instanceof Integer || number instanceof Long) {
      return ((Number) number).longValue();
    }
    throw new PickleException("a whole number was expected");
  }
}
