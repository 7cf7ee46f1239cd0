package dev.tagstream.export.weights.torch;

import java.util.Set;
import net.razorvine.pickle.Opcodes;

/** The opcodes of a pickle of weights. */
final class PickleOpcodes {

  /** The opcodes that torch.save writes with pickle protocols 2 to 5, in Python 2 and 3. */
  static final Set<Short> SUPPORTED =
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
          Opcodes.BINSTRING,
          Opcodes.SHORT_BINSTRING,
          Opcodes.BINBYTES,
          Opcodes.SHORT_BINBYTES,
          Opcodes.BYTEARRAY8,
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
          Opcodes.EMPTY_SET,
          Opcodes.ADDITEMS,
          Opcodes.FROZENSET,
          Opcodes.BINPUT,
          Opcodes.LONG_BINPUT,
          Opcodes.MEMOIZE,
          Opcodes.BINGET,
          Opcodes.LONG_BINGET,
          Opcodes.GLOBAL,
          Opcodes.STACK_GLOBAL,
          Opcodes.REDUCE,
          Opcodes.NEWOBJ,
          Opcodes.NEWOBJ_EX,
          Opcodes.BUILD,
          Opcodes.BINPERSID);

  private PickleOpcodes() {}
}
