package dev.tagstream.export.weights.torch;

import dev.tagstream.export.tensor.ElementType;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Resolves the names of classes and functions in a pickle. A few names stand for a {@link
 * PickledFunction} or the type of a storage; values of all other names are ignored.
 */
final class PickledNames {

  private static final Map<String, PickledFunction> FUNCTIONS =
      Arrays.stream(PickledFunction.values())
          .collect(Collectors.toMap(PickledFunction::qualifiedName, Function.identity()));

  /** The types of storages. Quantized elements are read as integers, without their scale. */
  private static final Map<String, ElementType> STORAGES =
      Map.ofEntries(
          Map.entry("torch.DoubleStorage", ElementType.FLOAT64),
          Map.entry("torch.FloatStorage", ElementType.FLOAT32),
          Map.entry("torch.HalfStorage", ElementType.FLOAT16),
          Map.entry("torch.BFloat16Storage", ElementType.BFLOAT16),
          Map.entry("torch.ComplexDoubleStorage", ElementType.COMPLEX128),
          Map.entry("torch.ComplexFloatStorage", ElementType.COMPLEX64),
          Map.entry("torch.LongStorage", ElementType.INT64),
          Map.entry("torch.IntStorage", ElementType.INT32),
          Map.entry("torch.ShortStorage", ElementType.INT16),
          Map.entry("torch.CharStorage", ElementType.INT8),
          Map.entry("torch.ByteStorage", ElementType.UINT8),
          Map.entry("torch.BoolStorage", ElementType.BOOL),
          Map.entry("torch.QInt8Storage", ElementType.INT8),
          Map.entry("torch.QUInt8Storage", ElementType.UINT8),
          Map.entry("torch.QInt32Storage", ElementType.INT32),
          Map.entry("torch.storage.UntypedStorage", ElementType.UINT8));

  private static final Map<String, String> UNREADABLE =
      Map.of(
          "torch._utils._rebuild_qtensor", "a quantized tensor",
          "torch._utils._rebuild_sparse_tensor", "a sparse tensor",
          "torch._utils._rebuild_sparse_csr_tensor", "a sparse tensor",
          "torch._utils._rebuild_nested_tensor", "a nested tensor",
          "torch._utils._rebuild_meta_tensor_no_storage", "a tensor without data, on device meta",
          "torch._utils._rebuild_tensor_v3", "a tensor of an unsupported type");

  /** Other functions with which PyTorch creates tensors. */
  private static final Set<String> TENSOR_MAKERS =
      Set.of("torch._utils._rebuild_", "torch._tensor._rebuild_");

  /**
   * Modules that no training script saves, but that an attacker uses to run a program in the
   * reader's Python.
   */
  private static final Set<String> PROGRAM_MODULES =
      Set.of(
          "os",
          "posix",
          "nt",
          "sys",
          "subprocess",
          "commands",
          "shutil",
          "socket",
          "pty",
          "runpy",
          "importlib",
          "ctypes",
          "webbrowser");

  private static final Set<String> BUILTIN_MODULES = Set.of("builtins", "__builtin__");
  private static final Set<String> PROGRAM_BUILTINS =
      Set.of("eval", "exec", "execfile", "compile", "open", "__import__", "breakpoint");

  private PickledNames() {}

  /**
   * Resolves a name to a {@link PickledFunction}, an {@link ElementType}, or a {@link PassedOver}.
   */
  static Object of(String qualified) {
    Object known = FUNCTIONS.get(qualified);
    if (known == null) {
      known = STORAGES.get(qualified);
    }
    return known != null ? known : new PassedOver(qualified);
  }

  /** The result of calling a function that is ignored. */
  static Object call(PassedOver function) {
    String kind = unreadable(function.type());
    return kind == null ? function : new UnreadableTensor(kind);
  }

  private static @Nullable String unreadable(String function) {
    String kind = UNREADABLE.get(function);
    return kind == null && TENSOR_MAKERS.stream().anyMatch(function::startsWith)
        ? "a tensor made by " + function
        : kind;
  }

  /**
   * Whether Python would run a program with this name. The list is not complete, and need not be:
   * Tagstream never calls anything by name.
   */
  static boolean runsPrograms(String module, String name) {
    return BUILTIN_MODULES.contains(module)
        ? PROGRAM_BUILTINS.contains(name)
        : PROGRAM_MODULES.contains(module.split("\\.", 2)[0]);
  }
}
