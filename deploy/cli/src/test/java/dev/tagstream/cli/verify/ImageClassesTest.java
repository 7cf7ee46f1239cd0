package dev.tagstream.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.schemas.model.Label;
import dev.tagstream.schemas.model.Labels;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ImageClassesTest {

  private final ImageClasses classes =
      new ImageClasses(
          new Labels(
              List.of(
                  new Label("tench", "n01440764"),
                  new Label("crane", "n02012849"),
                  new Label("Great White_shark", null),
                  new Label("crane", "n03126707"))));

  @Test
  void aFolderWithTheNameOrTheWordNetIdOfALabelTellsTheClass() {
    assertThat(classes.of("tench/a.jpg")).containsExactly(0);
    assertThat(classes.of("val/n03126707/a.jpg")).containsExactly(3);
    assertThat(classes.of("great-white shark/a.jpg")).containsExactly(2);
  }

  @Test
  void aFileWhoseNameBeginsWithAWordNetIdTellsTheClass() {
    assertThat(classes.of("n01440764_tench.jpg")).containsExactly(0);
    assertThat(classes.of("mixed/n02012849.JPEG")).containsExactly(1);
  }

  @Test
  void aNameThatTwoClassesShareTellsBoth() {
    assertThat(classes.of("crane/a.jpg")).containsExactlyInAnyOrder(1, 3);
  }

  @Test
  void otherPathsTellNothing() {
    assertThat(classes.of("a.jpg")).isEmpty();
    assertThat(classes.of("tench/holiday/a.jpg")).isEmpty();
    assertThat(classes.of("n99999999_unknown.jpg")).isEmpty();
  }
}
