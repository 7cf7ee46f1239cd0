package dev.tagstream.cli.job;

import dev.tagstream.cli.option.Home;
import dev.tagstream.console.UserErrorException;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code tagstream job}. */
@Command(
    name = "job",
    description = {
      "Prints what a Flink cluster needs to run the job, and the command that starts the"
          + " job there."
    },
    footer = {"", "Example:", "  tagstream job"})
public final class JobCommand implements Callable<Integer> {

  /** Native libraries can be loaded by one class loader only: the cluster's own, not a job's. */
  private static final Pattern CLUSTER_LIBRARIES =
      Pattern.compile("(onnxruntime|opencv|openblas|javacpp|jna)[-_].*\\.jar");

  private static final String JOB_CLASS = "dev.tagstream.pipeline.TaggingJob";

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    Path jar = jobJar();
    out.println("The job:");
    out.println("  " + jar);
    out.println();
    out.println("Into lib/ of the JobManager and every TaskManager:");
    clusterLibraries().forEach(library -> out.println("  " + library));
    out.println();
    out.println("Into Flink's configuration:");
    out.println(
        "  classloader.parent-first-patterns.additional:"
            + " ai.onnxruntime.;org.bytedeco.;com.sun.jna.");
    out.println("  env.java.opts.taskmanager: -Dorg.bytedeco.javacpp.maxphysicalbytes=0");
    out.println();
    out.println("Then, with the model at the same path on every machine:");
    out.println("  flink run --detached --class " + JOB_CLASS + " \\");
    out.println("    " + jar + " \\");
    out.println("    --tagging.model.file /path/to/model.onnx \\");
    out.println("    --tagging.kafka.bootstrap-servers kafka-1:9092");
    out.flush();
    return ExitCode.OK;
  }

  private static Path jobJar() throws IOException {
    Path folder = Home.job();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> jars =
          Files.newDirectoryStream(folder, "tagstream-pipeline-*-job.jar")) {
        Iterator<Path> found = jars.iterator();
        if (found.hasNext()) {
          return found.next();
        }
      }
    }
    throw new UserErrorException(
        "there is no job jar in %s; build it with: ./mvnw -DskipTests package".formatted(folder));
  }

  private static Stream<Path> clusterLibraries() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .map(Path::of)
        .filter(jar -> CLUSTER_LIBRARIES.matcher(jar.getFileName().toString()).matches());
  }
}
