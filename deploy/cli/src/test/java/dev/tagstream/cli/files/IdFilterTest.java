package dev.tagstream.cli.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.console.UserErrorException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class IdFilterTest {

  @Test
  void takesEverythingByDefault() {
    assertThat(new IdFilter(List.of(), List.of())).accepts("a.jpg", "2024/b", "x/y/z");
  }

  @Test
  void matchesAPatternWithoutASlashAgainstTheName() {
    assertThat(new IdFilter(List.of("*.jpg"), List.of()))
        .accepts("a.jpg", "2024/05/a.jpg")
        .rejects("a.png", "a.jpg/b");
  }

  @Test
  void matchesAPatternWithASlashAgainstTheWholeId() {
    assertThat(new IdFilter(List.of("2024/**"), List.of("2024/drafts/*")))
        .accepts("2024/a.jpg", "2024/05/a.jpg")
        .rejects("2025/a.jpg", "2024/drafts/a.jpg");
  }

  @Test
  void refusesAPatternThatIsNone() {
    assertThatThrownBy(() -> new IdFilter(List.of("[a"), List.of()))
        .isInstanceOf(UserErrorException.class)
        .hasMessageStartingWith("--include must be a glob pattern such as '*.jpg' but was '[a': ");
  }
}
