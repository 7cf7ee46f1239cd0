package dev.tagstream.export.guard;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagstream.export.problem.ExportException;
import dev.tagstream.export.verify.SelfCheck;
import dev.tagstream.export.verify.UnlikelyScores;
import dev.tagstream.schemas.model.GoldenImages;
import dev.tagstream.schemas.model.OneLine;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The process that checks a graph. Its arguments are the model file and the name of an {@link
 * UnlikelyScores}. It prints one JSON object: the {@code golden} images of the model, or the {@code
 * problem} that it has. It ends when its standard input does.
 */
public final class TrialProcess {

  /** The field with the problem. */
  static final String PROBLEM = "problem";

  /** The field with the golden images. */
  static final String GOLDEN = "golden";

  private TrialProcess() {}

  /** Checks the file of the arguments. */
  public static void main(String[] arguments) {
    Thread watch = new Thread(TrialProcess::endWithParent, "parent");
    watch.setDaemon(true);
    watch.start();
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    out.println(answer(Path.of(arguments[0]), UnlikelyScores.valueOf(arguments[1])));
    // threads of ONNX Runtime must not keep the process
    System.exit(0);
  }

  private static ObjectNode answer(Path file, UnlikelyScores unlikely) {
    ObjectNode answer = new JsonMapper().createObjectNode();
    try {
      GoldenImages golden = SelfCheck.run(file, unlikely);
      answer.set(GOLDEN, golden.toJson());
    } catch (ExportException e) {
      answer.put(PROBLEM, e.getMessage());
    } catch (RuntimeException | OutOfMemoryError e) {
      answer.put(PROBLEM, OneLine.of("the model was not written: it cannot be checked: " + e));
    }
    return answer;
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
