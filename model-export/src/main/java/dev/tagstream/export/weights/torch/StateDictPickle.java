package dev.tagstream.export.weights.torch;

import dev.tagstream.export.problem.ExportException;
import dev.tagstream.export.tensor.ElementType;
import dev.tagstream.export.weights.torch.StoredTensor.Storage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.razorvine.pickle.Opcodes;
import net.razorvine.pickle.PickleException;
import net.razorvine.pickle.PickleUtils;
import net.razorvine.pickle.Unpickler;

/**
 * Reads a pickle of a checkpoint as data. It loads no class and calls no Python function: a value
 * that is not a weight becomes {@link PassedOver}. The result consists of {@link Map}, {@link
 * List}, {@code Object[]} for tuples, {@link StoredTensor}, {@link UnreadableTensor}, {@link
 * PassedOver}, {@link PickledFunction}, {@link ElementType}, strings, numbers, booleans and null.
 */
final class StateDictPickle extends Unpickler {

  /** Sixty times as many as in a ResNet-152; each may create an object of about 100 bytes. */
  private static final int MAX_OPCODES = 2_000_000;

  private static final PassedOver SET = new PassedOver("set");
  private static final PassedOver BYTES = new PassedOver("bytes");

  private final Path file;
  private final String place;
  private final ByteArrayInputStream bytes;
  private final int length;
  private final Map<String, Storage> storages = new LinkedHashMap<>();
  private int opcodes;

  private StateDictPickle(Path file, String place, ByteArrayInputStream bytes) {
    this.file = file;
    this.place = place;
    this.bytes = bytes;
    this.length = bytes.available();
  }

  /**
   * The content of a pickle.
   *
   * @param content the object at its top level
   * @param storages the storages of its tensors, by key
   */
  record Pickled(Object content, Map<String, Storage> storages) {}

  /** Reads the pickle of an archive. */
  static Object read(Path file, byte[] pickle) {
    return next(file, "data.pkl", new ByteArrayInputStream(pickle)).content();
  }

  /**
   * Reads one pickle and nothing after it.
   *
   * @param place the part of the file, for error messages
   */
  static Pickled next(Path file, String place, ByteArrayInputStream bytes) {
    StateDictPickle unpickler = new StateDictPickle(file, place, bytes);
    try {
      Object content = unpickler.load(bytes);
      return new Pickled(content, Collections.unmodifiableMap(unpickler.storages));
    } catch (ExportException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // the library's casts and lists throw many exceptions on malformed pickles
      throw unpickler.malformed(e);
    } finally {
      unpickler.close();
    }
  }

  @Override
  protected Object dispatch(short opcode) throws IOException {
    refuseUnknown(opcode);
    switch (opcode) {
      case Opcodes.EMPTY_DICT -> stack.add(new LinkedHashMap<>());
      case Opcodes.SETITEM -> setItem(stack.pop(), stack.pop());
      case Opcodes.SETITEMS -> setItems(stack.pop_all_since_marker());
      case Opcodes.APPEND -> append(Collections.singletonList(stack.pop()));
      case Opcodes.APPENDS -> append(stack.pop_all_since_marker());
      case Opcodes.EMPTY_SET -> stack.add(SET);
      case Opcodes.ADDITEMS -> discardItems(stack.pop_all_since_marker());
      case Opcodes.FROZENSET -> passOver(stack.pop_all_since_marker());
      case Opcodes.GLOBAL -> stack.add(global(line(), line()));
      case Opcodes.STACK_GLOBAL -> stackGlobal((String) stack.pop(), (String) stack.pop());
      case Opcodes.REDUCE, Opcodes.NEWOBJ -> call((Object[]) stack.pop(), stack.pop());
      case Opcodes.NEWOBJ_EX -> callWithNames(stack.pop(), (Object[]) stack.pop(), stack.pop());
      case Opcodes.BUILD -> discardAttributes(stack.pop());
      case Opcodes.BINSTRING -> stack.add(text(claimedLength(Integer.BYTES)));
      case Opcodes.SHORT_BINSTRING -> stack.add(text(claimedLength(1)));
      case Opcodes.BINBYTES -> passOver(text(claimedLength(Integer.BYTES)));
      case Opcodes.SHORT_BINBYTES -> passOver(text(claimedLength(1)));
      case Opcodes.BYTEARRAY8 -> passOver(text(claimedLength(Long.BYTES)));
      case Opcodes.BINUNICODE -> stack.add(text(claimedLength(Integer.BYTES)));
      default -> {
        return super.dispatch(opcode);
      }
    }
    return NO_RETURN_VALUE;
  }

  @Override
  protected Object persistentLoad(Object id) {
    Object[] parts = (Object[]) id;
    if (parts[0].equals("module")) {
      // ("module", class, file of its source, source), before 1.6
      return parts[1];
    }
    // ("storage", type, key, device, number of elements, [view])
    if (parts.length > 5 && parts[5] != null) {
      throw new PickleException("a storage is a view of another");
    }
    String key = (String) parts[2];
    if (parts[1] instanceof PassedOver type) {
      throw ExportException.in(
          file, "%s has a tensor in a %s, which is not supported".formatted(place, type.type()));
    }
    Storage storage = new Storage(key, (ElementType) parts[1], PickledFunction.whole(parts[4]));
    Storage before = storages.putIfAbsent(key, storage);
    if (before != null && !before.equals(storage)) {
      throw new PickleException("a storage is described in two ways");
    }
    return storage;
  }

  /** Adds an entry. Ignores keys other than strings and numbers, which do not lead to weights. */
  static void put(Map<Object, Object> map, Object key, Object value) {
    // does not hash keys that could be deep or contain themselves
    if (key instanceof String || key instanceof Number) {
      map.put(key, value);
    }
  }

  private void refuseUnknown(short opcode) {
    int at = length - bytes.available() - 1;
    if (!PickleOpcodes.SUPPORTED.contains(opcode)) {
      throw ExportException.in(
          file,
          "%s has the pickle opcode 0x%02x at byte %d, which weights do not need; save only model.state_dict()"
              .formatted(place, opcode, at));
    }
    spend(1);
  }

  /** Counts copied objects like opcodes, because a pickle can refer to one list many times. */
  private void spend(int objects) {
    opcodes += objects;
    if (opcodes > MAX_OPCODES) {
      throw ExportException.in(
          file,
          "%s has more than %d opcodes; save only model.state_dict()"
              .formatted(place, MAX_OPCODES));
    }
  }

  /** Reads a line, which must not be truncated: no pickle ends with the name of a class. */
  private String line() throws IOException {
    String line = PickleUtils.readline(input);
    if (bytes.available() == 0) {
      throw new IOException("the pickle ends within a name");
    }
    return line;
  }

  private Object global(String module, String name) {
    String qualified = module + "." + name;
    if (PickledNames.runsPrograms(module, name)) {
      throw ExportException.in(
          file,
          "%s names %s, with which Python would run code; do not trust this file"
              .formatted(place, qualified));
    }
    return PickledNames.of(qualified);
  }

  private void stackGlobal(String name, String module) {
    stack.add(global(module, name));
  }

  private void call(Object[] arguments, Object function) {
    if (function instanceof PickledFunction known) {
      spend(arguments.length == 1 && arguments[0] instanceof List<?> list ? list.size() : 0);
      stack.add(known.call(arguments));
    } else if (function instanceof PassedOver unknown) {
      stack.add(PickledNames.call(unknown));
    } else {
      throw new PickleException("the called object is not a function");
    }
  }

  private void callWithNames(Object names, Object[] arguments, Object function) {
    if (!(names instanceof Map)) {
      throw new PickleException("named arguments are no dictionary");
    }
    call(arguments, function);
  }

  private void setItem(Object value, Object key) {
    setItems(Arrays.asList(key, value));
  }

  @SuppressWarnings("unchecked")
  private void setItems(List<Object> items) {
    if (stack.peek() instanceof PassedOver) {
      return;
    }
    Map<Object, Object> map = (Map<Object, Object>) stack.peek();
    for (int i = 0; i < items.size(); i += 2) {
      put(map, items.get(i), items.get(i + 1));
    }
  }

  @SuppressWarnings("unchecked")
  private void append(List<Object> items) {
    if (!(stack.peek() instanceof PassedOver)) {
      ((List<Object>) stack.peek()).addAll(items);
    }
  }

  private void discardItems(List<Object> items) {
    if (!(stack.peek() instanceof PassedOver)) {
      throw new PickleException("%d items are added to no set".formatted(items.size()));
    }
  }

  private void passOver(Object content) {
    stack.add(content instanceof List ? SET : BYTES);
  }

  /** Discards attributes. They contain no weights: those of a state_dict are version numbers. */
  private void discardAttributes(Object attributes) {
    Object owner = stack.peek();
    if (!(owner instanceof Map || owner instanceof PassedOver || owner instanceof UnreadableTensor)
        || attributes instanceof StoredTensor) {
      throw new PickleException("attributes are set on something that has none");
    }
  }

  /**
   * Reads a length of {@code lengthBytes} bytes, and checks it because the library allocates that
   * much.
   */
  private int claimedLength(int lengthBytes) throws IOException {
    byte[] claim = PickleUtils.readbytes(input, lengthBytes);
    long claimed = 0;
    for (int i = lengthBytes - 1; i >= 0; i--) {
      claimed = (claimed << Byte.SIZE) | (claim[i] & 0xff);
    }
    if (claimed < 0 || claimed > bytes.available()) {
      throw new IOException("a text is longer than the pickle");
    }
    return (int) claimed;
  }

  private String text(int textBytes) throws IOException {
    return new String(PickleUtils.readbytes(input, textBytes), StandardCharsets.UTF_8);
  }

  private ExportException malformed(Exception cause) {
    int at = length - bytes.available();
    String problem =
        bytes.available() == 0
            ? "%s is truncated: it ends at byte %d without its end mark".formatted(place, at)
            : "%s is not a valid pickle of weights at byte %d".formatted(place, at);
    return ExportException.in(file, problem, cause);
  }
}
