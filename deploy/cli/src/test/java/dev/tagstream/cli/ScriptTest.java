package dev.tagstream.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The {@code tagstream} script in a clone, with a JDK that only prints what it is called with. */
final class ScriptTest {

  private static final long MOST_SECONDS = 60;

  @TempDir private Path folder;

  private Path home;
  private Path target;

  @BeforeEach
  void cloneIsMoved() throws IOException {
    home = Files.createDirectories(folder.resolve("moved"));
    target = Files.createDirectories(home.resolve("deploy/cli/target"));
    Files.copy(
        Checkout.path().resolve("tagstream"),
        home.resolve("tagstream"),
        StandardCopyOption.COPY_ATTRIBUTES);
    Path library = Files.createFile(folder.resolve("library.jar"));
    Files.createFile(
        Files.createDirectories(home.resolve("deploy/console/target")).resolve("c.jar"));
    Files.createFile(target.resolve("tagstream-cli-2.jar"));
    Files.writeString(
        target.resolve("classpath"), "/was/here/deploy/console/target/c.jar:" + library);
    jdk("17.0.15");
  }

  @Test
  void runsTheJarsOfTheCloneItLiesInThoughThatWasMoved() throws Exception {
    assertThat(run("results"))
        .contains(
            "-cp %s/tagstream-cli-2.jar:%s/deploy/console/target/c.jar:%s/library.jar"
                .formatted(target, home, folder));
  }

  @Test
  void runsTheNewestJarOfTheCommandAndNoneOfItsSources() throws Exception {
    Files.setLastModifiedTime(
        Files.createFile(target.resolve("tagstream-cli-1.jar")), FileTime.from(Instant.EPOCH));
    Files.createFile(target.resolve("tagstream-cli-2-sources.jar"));

    assertThat(run("results")).contains("-cp %s/tagstream-cli-2.jar:".formatted(target));
  }

  @Test
  void usesAClassDataArchiveOnlyWhereThereIsOne() throws Exception {
    assertThat(run("results")).doesNotContain("SharedArchiveFile");

    Files.createFile(target.resolve("tagstream.jsa"));

    assertThat(run("results")).contains("-XX:SharedArchiveFile=%s/tagstream.jsa".formatted(target));
  }

  @Test
  void refusesAnOlderJava() throws Exception {
    jdk("11.0.2");

    assertThat(run("results"))
        .isEqualTo(
            "tagstream: needs a JDK 17 or newer but %s/jdk/bin/java is 11.0.2; set JAVA_HOME to another\n"
                .formatted(folder));
  }

  @Test
  void saysWhatToDoWhereTheBuildCannotDownload() throws Exception {
    Files.delete(target.resolve("classpath"));
    script(
        home.resolve("mvnw"), "echo 'Could not transfer artifact a:b:jar:1 from central'; exit 1");

    assertThat(run("results"))
        .endsWith(
            "tagstream: the build cannot download what it needs; connect, or name a mirror in ~/.m2/settings.xml; see %s/build.log\n"
                .formatted(target));
  }

  /** Nobody writes to /proc, not even root. */
  @Test
  void saysWhatToDoWhereTheCloneIsReadOnlyAndHasToBeBuilt() throws Exception {
    Files.delete(target.resolve("classpath"));
    Files.delete(target.resolve("tagstream-cli-2.jar"));
    Files.delete(target);
    Files.createSymbolicLink(target, Path.of("/proc/tagstream"));

    assertThat(run("results"))
        .isEqualTo(
            "tagstream: has to be built, but %s is read-only; build it where you can write: ./mvnw -DskipTests package\n"
                .formatted(home));
  }

  private void jdk(String version) throws IOException {
    Path jdk = folder.resolve("jdk");
    Files.createDirectories(jdk.resolve("bin"));
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"%s\"\n".formatted(version));
    script(jdk.resolve("bin/java"), "echo \"$@\"");
  }

  private static void script(Path file, String commands) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + commands + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** What the script prints, on standard output and standard error. */
  private String run(String... arguments) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(home.resolve("tagstream").toString());
    builder.command().addAll(List.of(arguments));
    builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)).isTrue();
    return printed;
  }
}
