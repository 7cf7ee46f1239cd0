package dev.tagstream.cli.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code job}: what a Flink cluster needs beside the job's jar. */
final class JobCommandTest {

  private static final String FOLDER_PROPERTY = "tagstream.job";

  private final StringWriter out = new StringWriter();

  @AfterEach
  void forgetTheFolder() {
    System.clearProperty(FOLDER_PROPERTY);
  }

  /** Without JNA a cluster with GPUs would find no driver, and tag on its CPUs. */
  @Test
  void namesEveryLibraryThatTheJarLeavesToTheCluster(@TempDir Path folder) throws IOException {
    Path jar = Files.createFile(folder.resolve("tagstream-pipeline-1.0-job.jar"));
    System.setProperty(FOLDER_PROPERTY, folder.toString());

    CommandLine command = new CommandLine(new JobCommand()).setOut(new PrintWriter(out));
    assertThat(command.execute()).isZero();
    assertThat(out.toString()).startsWith("The job:\n  " + jar + "\n");
    assertThat(Stream.of("onnxruntime", "opencv", "openblas", "javacpp", "jna"))
        .allSatisfy(library -> assertThat(out.toString()).contains("/" + library + "-"));
  }
}
