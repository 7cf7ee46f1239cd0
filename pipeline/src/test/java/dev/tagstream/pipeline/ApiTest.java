package dev.tagstream.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a package says of itself, and what README.md says of the API. */
final class ApiTest {

  private static final String PART = "Part of the API, see {@code pipeline/README.md}.";
  private static final String NO_PART =
      "Not part of the API, except for types that the API's signatures name.";

  @ParameterizedTest
  @CsvSource({
    "../pipeline, 'pipeline, pipeline.bytes, pipeline.config, pipeline.record'",
    "../model-export, 'export, export.problem'",
    "../schemas, 'schemas.codec, schemas.model'"
  })
  void everyPackageSaysWhetherItIsPartOfTheApi(Path module, String api) throws Exception {
    Path sources = module.resolve(Path.of("src", "main", "java", "dev", "tagstream"));
    List<String> parts = new ArrayList<>();
    try (Stream<Path> files = Files.walk(sources)) {
      for (Path file : files.filter(path -> path.endsWith("package-info.java")).toList()) {
        String text = Files.readString(file).replaceAll("\n \\* ", " ");
        if (text.contains(PART)) {
          parts.add(sources.relativize(file.getParent()).toString().replace('/', '.'));
        } else {
          assertThat(text).as(file.toString()).contains(NO_PART);
        }
      }
    }
    assertThat(parts).containsExactlyInAnyOrder(api.split(", "));
    assertThat(Files.readString(Path.of("README.md"))).contains(inCode(parts));
  }

  private static List<String> inCode(List<String> parts) {
    return parts.stream().map("`%s`"::formatted).toList();
  }
}
