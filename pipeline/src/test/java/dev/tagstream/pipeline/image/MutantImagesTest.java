package dev.tagstream.pipeline.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.tagstream.pipeline.SharedData;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Broken images by the thousand, in a process of their own: whatever they do to it, the number of
 * the mutant that did it is known. {@code -Dtagstream.mutants.first=NUMBER
 * -Dtagstream.mutants.count=1} decodes that one again, {@code -Dtagstream.mutants.seed} makes
 * others.
 */
@EnabledOnOs(OS.LINUX)
class MutantImagesTest {

  private static final long SEED = Long.getLong("tagstream.mutants.seed", 20_261_122);
  private static final int FIRST = Integer.getInteger("tagstream.mutants.first", 0);
  private static final int COUNT = Integer.getInteger("tagstream.mutants.count", 30_000);

  /** None takes half a second alone; machines that test are busy. */
  private static final long MOST_SECONDS = 60;

  private static final int MOST_GROWTH_MEGABYTES = 64;

  private static final Pattern REPORT =
      Pattern.compile(
          "decoded (\\d+), rejected (\\d+); slowest \\d+ with \\d+ ms;"
              + " RSS (\\d+) MB, after a fifth (\\d+) MB");

  @Test
  void thirtyThousandMutantsAreDecodedOrRejected() throws IOException, InterruptedException {
    List<String> folders = new ArrayList<>(List.of(TestImages.FOLDER.toString()));
    for (String corpus : List.of("hostile/pngsuite/png", "hostile/libjpeg-turbo")) {
      SharedData.find(corpus).map(Path::toString).ifPresent(folders::add);
    }

    Matcher report = report(decode(folders));

    System.out.println("mutants of " + folders + ": " + report.group());
    int decoded = Integer.parseInt(report.group(1));
    int rejected = Integer.parseInt(report.group(2));
    assertThat(decoded + rejected).isEqualTo(COUNT);
    assertThat(Integer.parseInt(report.group(3)) - Integer.parseInt(report.group(4)))
        .as("growth of the resident set in MB")
        .isLessThan(MOST_GROWTH_MEGABYTES);
    if (COUNT > 1000) {
      assertThat(Math.min(decoded, rejected)).isGreaterThan(COUNT / 10);
    }
  }

  /** The process's last line. */
  private static String decode(List<String> folders) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:ErrorFile=target/crash-of-mutants.log",
                "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
                "-cp",
                System.getProperty("java.class.path"),
                DecodeMutants.class.getName(),
                Long.toString(SEED),
                Integer.toString(FIRST),
                Integer.toString(COUNT)));
    command.addAll(folders);
    // libpng and libjpeg write to standard error, and nothing can forbid it to them
    Process process =
        new ProcessBuilder(command)
            .redirectError(Path.of("target", "mutants.stderr").toFile())
            .start();
    try {
      return lastLine(process);
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private static String lastLine(Process process) throws InterruptedException {
    BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    String end = "";
    Thread reader =
        new Thread(
            () -> {
              try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
                output.lines().forEach(lines::add);
              } catch (IOException | RuntimeException broken) {
                // the process is gone, and its exit code will say it
              }
              lines.add(end);
            },
            "output-of-mutants");
    reader.start();
    String last = "nothing";
    while (true) {
      String line = lines.poll(MOST_SECONDS, TimeUnit.SECONDS);
      if (line == null) {
        return fail("%s of seed %d took more than %d s", last, SEED, MOST_SECONDS);
      }
      if (line.equals(end)) {
        int exit = process.waitFor();
        assertThat(exit).as("exit code after %s of seed %d", last, SEED).isZero();
        return last;
      }
      last = line;
    }
  }

  private static Matcher report(String line) {
    Matcher report = REPORT.matcher(line);
    assertThat(report.matches()).as(line).isTrue();
    return report;
  }
}
