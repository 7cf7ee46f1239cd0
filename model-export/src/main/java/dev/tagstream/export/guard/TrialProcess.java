package dev.tagstream.export.guard;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagstream.export.problem.ExportException;
import dev.tagstream.export.verify.SelfCheck;
import dev.tagstream.export.verify.UnlikelyScores;
import dev.tagstream.schemas.model.OneLine;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The process that checks a graph. Its arguments are the model file and the name of an {@link
 * UnlikelyScores}. It prints one JSON object, whose {@code problem} is null if the model keeps its
 * contract. It ends when its standard input does.
 */
public final class TrialProcess {

  /** The field with the problem. */
  static final String PROBLEM = "problem";

  private TrialProcess() {}

  /** Checks the file of the arguments. */
  public static void main(String[] arguments) {
    Thread watch = new Thread(TrialProcess::endWithParent, "parent");
    watch.setDaemon(true);
    watch.start();
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    ObjectNode answer = new JsonMapper().createObjectNode();
    answer.put(PROBLEM, problem(Path.of(arguments[0]), UnlikelyScores.valueOf(arguments[1])));
    out.println(answer);
    // threads of ONNX Runtime must not keep the process
    System.exit(0);
  }

  private static @Nullable String problem(Path file, UnlikelyScores unlikely) {
    try {
      SelfCheck.run(file, unlikely);
      return null;
    } catch (ExportException e) {
      return e.getMessage();
    } catch (RuntimeException | OutOfMemoryError e) {
      return OneLine.of("the model was not written: it cannot be checked: " + e);
    }
  }

  /** The parent writes nothing: a read returns when it is gone. */
  private static void endWithParent() {
    try {
      System.in.read();
    } catch (IOException e) {
      // likewise
    }
    System.exit(1);
  }
}
