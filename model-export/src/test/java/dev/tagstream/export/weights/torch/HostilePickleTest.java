package dev.tagstream.export.weights.torch;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.export.problem.ExportException;
import dev.tagstream.export.weights.WeightFile;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Pickles that run a program where Python reads them: here each is refused, by the name of what it
 * asks for. {@code src/test/python/make_hostile_pickles.py} made them.
 */
final class HostilePickleTest {

  private static final String FOLDER = "/hostile-pickles";

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "system-protocol-0, posix.system",
    "system-protocol-2, posix.system",
    "system-protocol-4, posix.system",
    "eval, __builtin__.eval",
    "exec, builtins.exec",
    "getattr-chain, builtins.__import__",
    "nested, __builtin__.eval",
    "attributes, posix.system",
    "allowed-function-as-argument, builtins.eval",
    "memo, os.system",
    "newobj, subprocess.Popen",
    "newobj-ex, subprocess.Popen"
  })
  void namesWhatWouldRunAProgram(String pickle, String function) throws Exception {
    refuses(pickle, "data.pkl names %s, with which Python would run code".formatted(function));
  }

  @ParameterizedTest
  @CsvSource({"dotted-name, collections.abc.sys.modules", "java-class, java.lang.ProcessBuilder"})
  void loadsNoClassAndSaysWhichTheFileHolds(String pickle, String type) throws Exception {
    refuses(pickle, "contains no dictionary (a %s); save model.state_dict()".formatted(type));
  }

  @ParameterizedTest
  @CsvSource({
    "inst, 0x53 at byte 1",
    "extension-code, 0x82 at byte 2",
    "persistent-id-text, 0x50 at byte 0",
    "long-of-gigabytes, 0x8b at byte 2"
  })
  void namesTheOpcodeThatIsRefused(String pickle, String opcode) throws Exception {
    refuses(pickle, "data.pkl has the pickle opcode %s, which weights do not".formatted(opcode));
  }

  @Test
  void allocatesNothingForALengthBeyondThePickle() throws Exception {
    refuses("bytearray-of-exabytes", "data.pkl is not a valid pickle of weights at byte 11");
  }

  @Test
  void refusesEveryOneOfThem() throws Exception {
    List<String> names;
    try (Stream<Path> files = Files.list(resource(""))) {
      names = files.map(file -> file.getFileName().toString()).toList();
    }
    assertThat(names).hasSize(21);
    for (String name : names) {
      refuses(name.replace(".pkl", ""), "");
    }
  }

  private void refuses(String pickle, String problem) throws Exception {
    Path file = folder.resolve("weights.pth");
    new CheckpointWriter().writeWith(Files.readAllBytes(resource("/" + pickle + ".pkl")), file);
    assertThatThrownBy(() -> WeightFile.open(file))
        .as(pickle)
        .isInstanceOf(ExportException.class)
        .hasMessageStartingWith(file + ": " + problem);
  }

  private static Path resource(String name) throws URISyntaxException {
    return Path.of(requireNonNull(HostilePickleTest.class.getResource(FOLDER + name)).toURI());
  }
}
