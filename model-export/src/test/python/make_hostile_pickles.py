"""Writes pickles that would run a program in Python, one file each, for HostilePickleTest.

Run in this folder: python3 make_hostile_pickles.py ../resources/hostile-pickles
Loading one with Python's own pickle module runs it: do not.
"""

import collections
import pickle
import struct
import sys
from pathlib import Path

COMMAND = "touch /tmp/tagstream-was-here"


class Call:
    """Pickles as a call, which the reader makes."""

    def __init__(self, function, *arguments):
        self.call = function, arguments

    def __reduce__(self):
        return self.call


def system(protocol):
    import os

    return pickle.dumps(Call(os.system, COMMAND), protocol)


def getattr_chain():
    # getattr(__import__("os"), "system")(COMMAND), without naming os.system
    return (
        b"\x80\x02cbuiltins\ngetattr\ncbuiltins\n__import__\n\x8c\x02os\x85R\x8c\x06system\x86R"
        + b"\x8c" + bytes([len(COMMAND)]) + COMMAND.encode() + b"\x85R."
    )


def short(text):
    return b"\x8c" + bytes([len(text)]) + text.encode()


FILES = {
    "system-protocol-0": system(0),
    "system-protocol-2": system(2),
    "system-protocol-4": system(4),
    "eval": pickle.dumps(Call(eval, "__import__('os').system('%s')" % COMMAND), 2),
    "exec": pickle.dumps(Call(exec, "import os; os.system('%s')" % COMMAND), 4),
    "getattr-chain": getattr_chain(),
    # a value deep within what looks like weights
    "nested": pickle.dumps(
        collections.OrderedDict(a=1, state=[{"b": (1, {"c": Call(eval, "1")})}]), 2
    ),
    # the call hides in the attributes that a dictionary may carry
    "attributes": b"\x80\x02ccollections\nOrderedDict\n)R}" + short("x")
    + b"cposix\nsystem\n" + short(COMMAND) + b"\x85Rsb.",
    # an allowed function with a function of its own choosing
    "allowed-function-as-argument": b"\x80\x02ctorch._utils\n_rebuild_tensor_v2\n"
    + b"cbuiltins\neval\n" + short("1") + b"\x85R\x85R.",
    # dotted names lead from an allowed module elsewhere
    "dotted-name": b"\x80\x04" + short("collections") + short("abc.sys.modules") + b"\x93.",
    "memo": b"\x80\x04" + short("os") + b"\x94" + short("system") + b"\x94h\x00h\x01\x93"
    + short(COMMAND) + b"\x85R.",
    "inst": b"(S'%s'\nios\nsystem\n." % COMMAND.encode(),
    "obj": b"\x80\x02(cos\nsystem\n" + short(COMMAND) + b"o.",
    "newobj": b"\x80\x02csubprocess\nPopen\n" + short(COMMAND) + b"\x85\x81.",
    "newobj-ex": b"\x80\x04" + short("subprocess") + short("Popen") + b"\x93"
    + short(COMMAND) + b"\x85}\x92.",
    "extension-code": b"\x80\x02\x82\x01.",
    "persistent-id-text": b"Pos.system\n.",
    "java-class": b"\x80\x02cjava.lang\nProcessBuilder\n" + short(COMMAND) + b"\x85R.",
    "bytearray-of-exabytes": b"\x80\x05\x96" + struct.pack("<Q", 1 << 60) + b".",
    "frame-of-exabytes": b"\x80\x04\x95" + struct.pack("<Q", 1 << 60) + b"N.",
    "long-of-gigabytes": b"\x80\x02\x8b" + struct.pack("<i", (1 << 31) - 1) + b".",
}


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in FILES.items():
        (folder / (name + ".pkl")).write_bytes(content)


main(Path(sys.argv[1]))
