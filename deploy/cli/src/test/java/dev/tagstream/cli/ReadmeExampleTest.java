package dev.tagstream.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles README's Java and runs it with the demo's model on one of its images. */
final class ReadmeExampleTest {

  private static final Path README = Path.of("..", "..", "README.md");
  private static final String BEGIN = "```java\n";
  private static final String END = "```";

  @TempDir private Path folder;

  @Test
  void printsTheLabelOfAnImage() throws Exception {
    Path source = folder.resolve("Example.java");
    Files.writeString(source, program(example()));
    compile(source);

    assertThat(run()).contains("Bag");
  }

  private static String example() throws Exception {
    String readme = Files.readString(README);
    int begin = readme.indexOf(BEGIN) + BEGIN.length();
    return readme
        .substring(begin, readme.indexOf(END, begin))
        .replace("resnet50.onnx", "demo/model/fashion-resnet50.onnx")
        .replace("image.jpg", "demo/images/Bag/00320.png");
  }

  private static String program(String example) {
    return """
        import dev.tagstream.pipeline.Tagger;
        import java.nio.file.Files;
        import java.nio.file.Path;

        public class Example {
          public static void main(String... arguments) throws Exception {
            %s
          }
        }
        """
        .formatted(example);
  }

  private void compile(Path source) {
    JavaCompiler compiler = requireNonNull(ToolProvider.getSystemJavaCompiler());
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    int code =
        compiler.run(
            null,
            null,
            errors,
            "-proc:none",
            "-cp",
            System.getProperty("java.class.path"),
            "-d",
            folder.toString(),
            source.toString());
    assertThat(code).as(errors.toString(StandardCharsets.UTF_8)).isZero();
  }

  private String run() throws Exception {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try (URLClassLoader classes =
        new URLClassLoader(
            new URL[] {folder.toUri().toURL()}, ReadmeExampleTest.class.getClassLoader())) {
      System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
      classes
          .loadClass("Example")
          .getMethod("main", String[].class)
          .invoke(null, (Object) new String[0]);
    } finally {
      System.setOut(before);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }
}
