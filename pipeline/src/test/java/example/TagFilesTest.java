package example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.pipeline.TestImages;
import dev.tagstream.pipeline.model.TestModels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job of somebody else, which knows the API alone, in a Flink of its own. */
final class TagFilesTest {

  private static final Path PAGE = Path.of("README.md");
  private static final Path PROGRAM = Path.of("src", "test", "java", "example", "TagFiles.java");

  @TempDir private Path folder;

  @Test
  void tagsFilesIntoTwoSinksAndRejectsTheBrokenOne() throws Exception {
    Path model = TestModels.dominantColor().writeTo(folder);
    Path green = write("green.png", TestImages.GREEN);
    Path half = write("half.png", Arrays.copyOf(TestImages.RED, TestImages.RED.length / 2));
    Path blue = write("blue.png", TestImages.BLUE);
    Path list = folder.resolve("list.txt");
    Files.write(list, List.of(green.toString(), half.toString(), blue.toString()));

    TagFiles.main(model.toString(), list.toString(), folder.resolve("results").toString());

    assertThat(lines("labels")).containsExactlyInAnyOrder(green + " green", blue + " blue");
    assertThat(lines("sizes")).containsExactlyInAnyOrder(green + " 8x6", blue + " 8x6");
    assertThat(lines("rejects")).singleElement().asString().startsWith(half + " CORRUPT_IMAGE ");
  }

  @Test
  void thePageOfTheApiHasThisProgram() throws Exception {
    assertThat(Files.readString(PAGE)).contains("```java\n" + Files.readString(PROGRAM) + "```\n");
  }

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private List<String> lines(String sink) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("results").resolve(sink))) {
      return files.flatMap(TagFilesTest::linesOf).toList();
    }
  }

  private static Stream<String> linesOf(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
