package dev.tagstream.pipeline;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.pipeline.config.TaggingConfig;
import dev.tagstream.pipeline.drift.DriftReference;
import dev.tagstream.pipeline.drift.DriftSettings;
import dev.tagstream.pipeline.drift.TagCounts;
import dev.tagstream.pipeline.model.TestModels;
import dev.tagstream.schemas.model.ReferenceTags;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the tags of a job are compared with. */
final class StepsTest {

  @TempDir private Path folder;

  @Test
  void comparesWithTheReferenceInTheModelFile() throws IOException {
    Path model =
        TestModels.dominantColor()
            .reference(new ReferenceTags(1, 0.5, Map.of(0, 60L, 2, 40L)))
            .writeTo(folder, "model.onnx");

    DriftSettings drift = requireNonNull(drift(model, Map.of()));

    assertThat(drift.reference().counts())
        .isEqualTo(new TagCounts(1, 0.5, Map.of("red", 60L, "blue", 40L)));
    assertThat(drift(model, Map.of("tagging.drift.reference", "none"))).isNull();

    Path later = folder.resolve("later.json");
    TagCounts counts = new TagCounts(0, 0.9, Map.of("green", 7L));
    new DriftReference("colors", drift.reference().modelSha256(), counts).write(later);
    DriftSettings given =
        requireNonNull(drift(model, Map.of("tagging.drift.reference", later.toString())));
    assertThat(given.reference().counts()).isEqualTo(counts);
  }

  @Test
  void comparesWithNothingWhereTheModelHasNoReference() throws IOException {
    Path model = TestModels.dominantColor().writeTo(folder, "model.onnx");

    assertThat(drift(model, Map.of())).isNull();
  }

  private static @Nullable DriftSettings drift(Path model, Map<String, String> more) {
    Map<String, String> options = new HashMap<>(more);
    options.put("tagging.model.file", model.toString());
    return Steps.of(TaggingConfig.withoutTopics(options)).drift();
  }
}
