package dev.tagstream.cli.doctor.machine;

import dev.tagstream.cli.doctor.check.Check;
import dev.tagstream.cli.doctor.check.Findings;
import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Checks that ONNX Runtime is on the class path once. Its CPU and GPU builds have classes of the
 * same names, and Java silently uses the first one.
 */
public final class ClassPathCheck implements Check.Examination {

  private static final String CLASS = "ai/onnxruntime/OrtEnvironment.class";

  private final ClassLoader classes;

  /** Creates the check for a class path. */
  public ClassPathCheck(ClassLoader classes) {
    this.classes = classes;
  }

  @Override
  public void examine(Findings findings) throws IOException {
    List<String> jars =
        Collections.list(classes.getResources(CLASS)).stream()
            .map(ClassPathCheck::jar)
            .distinct()
            .toList();
    if (jars.size() == 1) {
      findings.ok("class path", "ONNX Runtime is present once: " + jars.get(0));
    } else if (jars.isEmpty()) {
      findings.failure(
          "class path",
          "ONNX Runtime is missing",
          "add onnxruntime or onnxruntime_gpu; in Flink to lib/");
    } else {
      findings.failure(
          "class path",
          "ONNX Runtime is present %d times: %s"
              .formatted(jars.size(), jars.stream().collect(Collectors.joining(", "))),
          "keep one: onnxruntime_gpu on machines with GPUs, otherwise onnxruntime");
    }
  }

  /** The file name of the jar that contains a class, or its folder. */
  private static String jar(URL type) {
    String place = type.getPath();
    String holder = place.substring(0, place.length() - CLASS.length() - 1);
    return holder.replaceFirst("!$", "").replaceFirst(".*/", "");
  }
}
