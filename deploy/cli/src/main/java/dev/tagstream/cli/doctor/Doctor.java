package dev.tagstream.cli.doctor;

import dev.tagstream.cli.doctor.check.Check;
import dev.tagstream.cli.doctor.check.Findings;
import dev.tagstream.cli.doctor.kafka.KafkaCheck;
import dev.tagstream.cli.doctor.kafka.RegistryCheck;
import dev.tagstream.cli.doctor.machine.ClassPathCheck;
import dev.tagstream.cli.doctor.machine.CudaCheck;
import dev.tagstream.cli.doctor.machine.FlinkCipherSuitesCheck;
import dev.tagstream.cli.doctor.machine.GpuDecodeCheck;
import dev.tagstream.cli.doctor.machine.JavaCheck;
import dev.tagstream.cli.doctor.machine.LoaderPath;
import dev.tagstream.cli.doctor.machine.MemoryCheck;
import dev.tagstream.cli.doctor.machine.ModelCheck;
import dev.tagstream.cli.doctor.machine.NativeLibrariesCheck;
import dev.tagstream.cli.doctor.machine.ProviderCheck;
import dev.tagstream.cli.doctor.machine.TemporaryFolderCheck;
import dev.tagstream.pipeline.config.TaggingConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs the checks one after the other, each with a deadline. */
public final class Doctor {

  /** Loading a driver and building a small engine take seconds; a longer check hangs. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private Doctor() {}

  /** The checks that need no configuration. */
  public static List<Check> ofMachine() {
    return List.of(
        new Check("java", new JavaCheck()),
        new Check("class path", new ClassPathCheck(Doctor.class.getClassLoader())),
        new Check(
            "temp folder", new TemporaryFolderCheck(Path.of(System.getProperty("java.io.tmpdir")))),
        new Check("libraries", new NativeLibrariesCheck()),
        new Check(
            FlinkCipherSuitesCheck.NAME,
            findings -> FlinkCipherSuitesCheck.ofThisProcess().examine(findings)));
  }

  /**
   * The checks of a configuration.
   *
   * @param config of the job
   * @param slots the job's parallelism
   */
  public static List<Check> ofJob(TaggingConfig config, int slots) {
    return List.of(
        new Check("cuda", new CudaCheck(config.device(), LoaderPath.ofThisProcess())),
        new Check("provider", new ProviderCheck(config.device())),
        new Check("gpu decode", new GpuDecodeCheck(config)),
        new Check("model", new ModelCheck(config)),
        new Check("memory", new MemoryCheck(config, slots)),
        new Check("broker", new KafkaCheck(config, slots)),
        new Check("registry", new RegistryCheck(config.kafka())));
  }

  /** Runs all checks, also after failures. */
  public static void examine(List<Check> checks, Findings findings) throws InterruptedException {
    examine(checks, PATIENCE, findings);
  }

  static void examine(List<Check> checks, Duration patience, Findings findings)
      throws InterruptedException {
    ExecutorService threads =
        Executors.newCachedThreadPool(
            work -> {
              Thread thread = new Thread(work, "doctor");
              // a check that hangs in native code must not keep the process alive
              thread.setDaemon(true);
              return thread;
            });
    try {
      for (Check check : checks) {
        examine(check, threads, patience, findings);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static void examine(
      Check check, ExecutorService threads, Duration patience, Findings findings)
      throws InterruptedException {
    Future<?> examination =
        threads.submit(
            () -> {
              check.examination().examine(findings);
              return null;
            });
    try {
      examination.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException hangs) {
      findings.failure(
          check.name(),
          "no answer in %d ms".formatted(patience.toMillis()),
          "to see what it waits for, run: jstack %d".formatted(ProcessHandle.current().pid()));
    } catch (ExecutionException unforeseen) {
      findings.failure(
          check.name(),
          "cannot be checked: %s".formatted(unforeseen.getCause()),
          "run it again with --verbose, which shows the log");
    } finally {
      examination.cancel(true);
    }
  }
}
