package dev.tagstream.cli.doctor.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.tagstream.cli.doctor.check.Check;
import dev.tagstream.cli.doctor.check.Finding;
import dev.tagstream.cli.doctor.check.Findings;
import dev.tagstream.pipeline.config.DeviceConfig;
import dev.tagstream.pipeline.config.TaggingConfig;
import dev.tagstream.pipeline.model.session.DeviceRequest;
import dev.tagstream.pipeline.model.session.GpuSettings;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.SecurityOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MachineChecksTest {

  @TempDir private Path folder;

  @Test
  void namesBothJarsWhereOnnxRuntimeIsThereTwice() throws Exception {
    URL[] jars = {jar("onnxruntime-1.28.0.jar"), jar("onnxruntime_gpu-1.28.0.jar")};
    try (URLClassLoader both = new URLClassLoader(jars, null)) {
      assertThat(lines(new ClassPathCheck(both)))
          .containsExactly(
              "failure  class path   ONNX Runtime is present 2 times: onnxruntime-1.28.0.jar,"
                  + " onnxruntime_gpu-1.28.0.jar; keep one: onnxruntime_gpu on machines with"
                  + " GPUs, otherwise onnxruntime");
    }
  }

  @Test
  void saysWhereOnnxRuntimeIsMissing() throws Exception {
    try (URLClassLoader none = new URLClassLoader(new URL[0], null)) {
      assertThat(lines(new ClassPathCheck(none)))
          .containsExactly(
              "failure  class path   ONNX Runtime is missing; add onnxruntime or onnxruntime_gpu;"
                  + " in Flink to lib/");
    }
  }

  @Test
  void leavesNothingInAGoodTemporaryFolder() throws Exception {
    assertThat(lines(new TemporaryFolderCheck(folder)))
        .singleElement()
        .asString()
        .startsWith("ok       temp folder  " + folder);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void namesATemporaryFolderThatIsNotThere() throws Exception {
    Path missing = folder.resolve("missing");
    assertThat(lines(new TemporaryFolderCheck(missing)))
        .containsExactly(
            "failure  temp folder  %s is not a folder; set -Djava.io.tmpdir to another folder"
                .formatted(missing));
  }

  @Test
  void namesATemporaryFolderFromWhichNoLibraryLoads() throws Exception {
    Path shared = Path.of("/dev/shm");
    assumeThat(Files.isWritable(shared) && isNoexec(shared))
        .as("/dev/shm is mounted noexec here")
        .isTrue();
    assertThat(lines(new TemporaryFolderCheck(shared)))
        .containsExactly(
            "failure  temp folder  /dev/shm is mounted noexec: no native library can be loaded from"
                + " it; set -Djava.io.tmpdir to another folder");
  }

  @Test
  void warnsWhereJavaOffersNoneOfFlinksCipherSuites() throws Exception {
    Configuration flink = new Configuration();
    flink.set(SecurityOptions.SSL_ALGORITHMS, "TLS_RSA_WITH_AES_128_CBC_SHA");
    assertThat(lines(new FlinkCipherSuitesCheck(flink, Set.of("TLS_AES_128_GCM_SHA256"))))
        .containsExactly(
            "warning  flink ssl    Java %s offers none of Flink's cipher suites"
                    .formatted(System.getProperty("java.version"))
                + " (TLS_RSA_WITH_AES_128_CBC_SHA), so Flink does not start with"
                + " security.ssl.internal.enabled=true; set"
                + " security.ssl.algorithms=TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384");
  }

  @Test
  void findsFlinksDefaultCipherSuitesInThisJava() throws Exception {
    assertThat(lines(FlinkCipherSuitesCheck.ofThisProcess()))
        .containsExactly(
            "ok       flink ssl    Java %s offers Flink's cipher suites"
                .formatted(System.getProperty("java.version")));
  }

  @Test
  void namesCudaLibrariesThatAreMissingAndTheVersionsOfOthers() throws Exception {
    Files.createFile(folder.resolve("libcudart.so.12.4.127"));
    Files.createSymbolicLink(folder.resolve("libcudart.so.12"), Path.of("libcudart.so.12.4.127"));
    DeviceConfig cuda = new DeviceConfig(DeviceRequest.Choice.CUDA, List.of(), GpuSettings.USUAL);

    assertThat(lines(new CudaCheck(cuda, new LoaderPath(List.of(folder)))))
        .contains(
            "failure  cuda         not found: libcuda.so.1, libcublas.so.12, libcublasLt.so.12,"
                + " libcurand.so.10, libcudnn.so.9; install them where the loader finds them"
                + " (ldconfig or LD_LIBRARY_PATH), or choose cpu",
            "ok       cuda         libraries: libcudart.so.12.4.127");
  }

  @Test
  void looksForCuda13WhereItsLibrariesAre() throws Exception {
    Files.createFile(folder.resolve("libcudart.so.13"));
    Files.createFile(folder.resolve("libcublas.so.13"));
    DeviceConfig cuda = new DeviceConfig(DeviceRequest.Choice.CUDA, List.of(), GpuSettings.USUAL);

    assertThat(lines(new CudaCheck(cuda, new LoaderPath(List.of(folder)))))
        .contains(
            "failure  cuda         not found: libcuda.so.1, libcublasLt.so.13, libcudnn.so.9;"
                + " install them where the loader finds them (ldconfig or LD_LIBRARY_PATH), or"
                + " choose cpu",
            "ok       cuda         libraries: libcudart.so.13, libcublas.so.13");
  }

  @Test
  void saysThatAMachineWithoutADriverDecodesNothingOnAGpu() throws Exception {
    assumeThat(LoaderPath.ofThisProcess().find("libcuda.so.1")).isEmpty();
    TaggingConfig config =
        TaggingConfig.from(
            Configuration.fromMap(
                Map.of(
                    "tagging.model.file", "model.onnx",
                    "tagging.kafka.bootstrap-servers", "localhost:9092",
                    "tagging.decode.mode", "gpu")));

    assertThat(lines(new GpuDecodeCheck(config)))
        .containsExactly(
            "failure  gpu decode   libcuda.so.1 does not load: libcuda.so.1: cannot open shared"
                + " object file: No such file or directory; install the NVIDIA driver; or set"
                + " tagging.decode.mode to exact");
  }

  @Test
  void readsTheDriversVersionFromItsKernelModule() {
    assertThat(
            NvidiaDriver.version(
                "NVRM version: NVIDIA UNIX x86_64 Kernel Module  535.104.05  Sat Aug 19 01:15:15\n"
                    + "GCC version:  gcc version 12.2.0"))
        .contains("535.104.05");
    assertThat(
            NvidiaDriver.version(
                "NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  570.86.15  Release"
                    + " Build"))
        .contains("570.86.15");
    assertThat(NvidiaDriver.version("")).isEmpty();
  }

  @Test
  void findsTheLoadersOwnFolders() {
    assumeThat(System.getProperty("os.name")).isEqualTo("Linux");
    assertThat(LoaderPath.ofThisProcess().find("libc.so.6")).isPresent();
    assertThat(LoaderPath.ofThisProcess().find("libno.so.6")).isEmpty();
  }

  private URL jar(String name) throws Exception {
    Path jar = folder.resolve(name);
    try (JarOutputStream entries = new JarOutputStream(Files.newOutputStream(jar))) {
      entries.putNextEntry(new JarEntry("ai/onnxruntime/OrtEnvironment.class"));
    }
    return jar.toUri().toURL();
  }

  private static boolean isNoexec(Path mount) throws Exception {
    return Files.readAllLines(Path.of("/proc/mounts")).stream()
        .anyMatch(line -> line.contains(" " + mount + " ") && line.contains("noexec"));
  }

  private static List<String> lines(Check.Examination check) throws Exception {
    Findings findings = new Findings(unused -> {});
    check.examine(findings);
    return findings.all().stream().map(Finding::line).toList();
  }
}
