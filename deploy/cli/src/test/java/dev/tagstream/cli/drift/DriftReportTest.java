package dev.tagstream.cli.drift;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tagstream.pipeline.drift.DriftReference;
import dev.tagstream.pipeline.drift.TagCounts;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DriftReportTest {

  private static final TaggedBy PETS = new TaggedBy("pets", "ab".repeat(32));

  private static final DriftReference REFERENCE =
      new DriftReference(
          PETS.name(), PETS.sha256(), new TagCounts(0, 0.9, Map.of("cat", 500L, "dog", 500L)));

  @Test
  void showsATable() {
    ComparedWindow window = new ComparedWindow(REFERENCE, "camera", Long.MAX_VALUE);
    for (int i = 0; i < 80; i++) {
      window.test(new BestTag(PETS, "cat", 0.8f, Map.of("camera", "north")));
    }
    for (int i = 0; i < 20; i++) {
      window.test(new BestTag(PETS, "dog", 0.8f, Map.of()));
    }
    window.test(new BestTag(new TaggedBy("other", "cd".repeat(32)), "dog", 0.8f, Map.of()));

    assertThat(window.report("topic").text())
        .isEqualTo(
            """
            pets (SHA-256 abababababab…): 100 images against 1,000 of the reference
            not counted: 1 of other models
            label                         reference        now        PSI
            dog                              50.0 %     20.0 %     0.2749
            cat                              50.0 %     80.0 %     0.1410
            PSI                          0.4159 (by chance about 0.0110)
            confidence                   0.800, reference 0.900, shift -0.100

            camera                           images        PSI  by chance      shift
            north                                80     4.6043     0.0135     -0.100
            (none)                               20     4.6043     0.0510     -0.100
            """);
  }

  @Test
  void comparesTheFiftyMostFrequentValuesAndSaysHowManyMoreThereAre() throws Exception {
    ComparedWindow window = new ComparedWindow(REFERENCE, "camera", Long.MAX_VALUE);
    for (int camera = 0; camera < 53; camera++) {
      for (int i = 0; i <= camera; i++) {
        window.test(new BestTag(PETS, "cat", 0.8f, Map.of("camera", "c" + camera)));
      }
    }
    DriftReport report = window.report("topic");

    assertThat(report.text()).endsWith("and 3 more with 6 images\n").contains("\nc3 ");
    JsonNode by = new JsonMapper().readTree(report.json()).get("by");
    assertThat(by.get("values")).hasSize(50);
    assertThat(by.at("/values/0/value").asText()).isEqualTo("c52");
    assertThat(by.at("/values/0/images").asInt()).isEqualTo(53);
    assertThat(by.get("moreValues").asInt()).isEqualTo(3);
  }

  @Test
  void boundsTheValuesOfAnAttribute() {
    ComparedWindow window = new ComparedWindow(REFERENCE, "request", Long.MAX_VALUE);
    for (int i = 0; i < AttributeTallies.MOST_COUNTED + 10; i++) {
      window.test(new BestTag(PETS, "cat", 0.8f, Map.of("request", "r" + i)));
    }

    assertThat(window.report("topic").text()).endsWith("and more than 950 more with 960 images\n");
  }

  @Test
  void givesNoConfidenceWhereNoImageHasATag() throws Exception {
    ComparedWindow window = new ComparedWindow(REFERENCE, null, Long.MAX_VALUE);
    window.test(new BestTag(PETS, null, 0, Map.of()));
    DriftReport report = window.report("topic");

    assertThat(report.text())
        .contains("confidence                   no image has a tag, reference 0.900");
    JsonNode json = new JsonMapper().readTree(report.json());
    assertThat(json.get("confidence").isNull()).isTrue();
    assertThat(json.has("by")).isFalse();
  }

  @Test
  void stopsAtTheLimit() {
    ComparedWindow window = new ComparedWindow(REFERENCE, null, 2);

    assertThat(window.test(new BestTag(PETS, "cat", 0.8f, Map.of()))).isTrue();
    assertThat(window.test(new BestTag(PETS, "cat", 0.8f, Map.of()))).isFalse();
  }
}
