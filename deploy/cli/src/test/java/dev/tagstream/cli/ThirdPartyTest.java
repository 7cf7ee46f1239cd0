package dev.tagstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThirdPartyTest {

  private static final Pattern DEPENDENCY =
      Pattern.compile("<groupId>([^<]+)</groupId>\\s*<artifactId>([\\w.-]+)</artifactId>");

  private static final Pattern EXCLUSIONS =
      Pattern.compile("<exclusions>.*?</exclusions>", Pattern.DOTALL);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "schemas/pom.xml",
        "model-export/pom.xml",
        "pipeline/pom.xml",
        "deploy/console/pom.xml",
        "deploy/embedded/pom.xml",
        "deploy/bench/pom.xml",
        "deploy/sql/pom.xml",
        "deploy/cli/pom.xml",
        "deploy/cluster/pom.xml",
        "deploy/cluster/flink/pom.xml",
        "deploy/cluster/kafka/pom.xml",
        "deploy/kubernetes/pom.xml"
      })
  void noticesNameEveryDependency(String pom) throws IOException {
    String notices = Files.readString(Checkout.path().resolve("THIRD-PARTY.md"));

    assertThat(dependencies(Files.readString(Checkout.path().resolve(pom))))
        .isNotEmpty()
        .allSatisfy(artifact -> assertThat(notices).contains("`" + artifact + "`"));
  }

  /** The artifacts of others under {@code <dependencies>}, but those that are kept out. */
  private static Set<String> dependencies(String pom) {
    Set<String> artifacts = new TreeSet<>();
    String section = pom.substring(pom.indexOf("<dependencies>"), pom.indexOf("</dependencies>"));
    DEPENDENCY
        .matcher(EXCLUSIONS.matcher(section).replaceAll(""))
        .results()
        .filter(dependency -> !dependency.group(1).equals("dev.tagstream"))
        .forEach(dependency -> artifacts.add(dependency.group(2)));
    return artifacts;
  }
}
