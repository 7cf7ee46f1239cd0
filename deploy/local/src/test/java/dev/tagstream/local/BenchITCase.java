package dev.tagstream.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

/** Each benchmark for a moment: what it measures is nothing, but that it measures. */
@Timeout(180)
final class BenchITCase {

  @Test
  void comparesTheDataPathWithALoop() throws Exception {
    JsonNode json = bench("data-path", "--rounds=1", "--warm-up=0", "--images=20", "--slots=2");

    assertThat(json.at("/conditions/benchmark").textValue()).isEqualTo("data-path");
    assertThat(json.at("/sides/0/name").textValue()).isEqualTo("job");
    assertThat(json.at("/sides/1/name").textValue()).isEqualTo("bare loop");
    assertThat(json.at("/sides/0/rounds/0/images").intValue()).isEqualTo(20);
    assertThat(json.at("/ratios/0/figure").textValue()).isEqualTo("CPU time");
    assertThat(json.at("/ratios/0/target/limit").doubleValue()).isEqualTo(1.5);
    assertThat(json.at("/answers/0/compared").intValue()).isEqualTo(20);
    assertThat(json.at("/answers/0/agreeing").intValue()).isEqualTo(20);
    assertThat(json.at("/passed").booleanValue()).isTrue();
  }

  private static JsonNode bench(String... arguments) throws Exception {
    StringWriter out = new StringWriter();
    CommandLine tagstream = Tagstream.commandLine(new Interruption()).setOut(new PrintWriter(out));
    List<String> all = new ArrayList<>(List.of("bench"));
    all.addAll(List.of(arguments));
    all.add("--json");

    assertThat(tagstream.execute(all.toArray(String[]::new))).isZero();
    return new JsonMapper().readTree(out.toString());
  }
}
